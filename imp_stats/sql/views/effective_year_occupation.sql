-- Holders by year in which permits became effective, by place and occupation; no place has all occupations
create view effective_year_occupation as
select year(period)::integer as year, program::varchar as program, province::varchar as province, noc::varchar as noc, printed as effective_year, lower, upper, status::varchar as status, card, vintage
from cells
semi join newest using (card, vintage)
where measure = 'effective_year' and card in ('ircc-imp-noc', 'ircc-tfwp-noc') and province <> 'CA' and noc is not null;
comment on view effective_year_occupation is 'Holders by year in which permits became effective, by place and occupation; no place has all occupations';
comment on column effective_year_occupation.year is 'year';
comment on column effective_year_occupation.program is 'IMP or TFWP';
comment on column effective_year_occupation.province is 'intended destination; ZZ not stated';
comment on column effective_year_occupation.noc is 'occupation, NOC 2011';
comment on column effective_year_occupation.effective_year is 'persons, once in the year; null where hidden';
comment on column effective_year_occupation.lower is 'persons, least it can be';
comment on column effective_year_occupation.upper is 'persons, most it can be';
comment on column effective_year_occupation.status is 'exact, rounded or suppressed';
comment on column effective_year_occupation.card is 'the table it is read from';
comment on column effective_year_occupation.vintage is 'as-of date of the table';
