-- Holders by year in which permits became effective, Canada as printed
create view effective_year_canada as
select year(period)::integer as year, program::varchar as program, printed as effective_year, lower, upper, status::varchar as status, card, vintage
from cells
semi join newest using (card, vintage)
semi join answering using (measure, program, card)
where measure = 'effective_year' and province = 'CA' and program <> 'HC' and noc is null and stream is null
  and citizenship is null and gender is null and area is null and skill is null;
comment on view effective_year_canada is 'Holders by year in which permits became effective, Canada as printed';
comment on column effective_year_canada.year is 'year';
comment on column effective_year_canada.program is 'IMP or TFWP';
comment on column effective_year_canada.effective_year is 'persons, once in the year; null where hidden';
comment on column effective_year_canada.lower is 'persons, least it can be';
comment on column effective_year_canada.upper is 'persons, most it can be';
comment on column effective_year_canada.status is 'exact, rounded or suppressed';
comment on column effective_year_canada.card is 'the table it is read from';
comment on column effective_year_canada.vintage is 'as-of date of the table';
