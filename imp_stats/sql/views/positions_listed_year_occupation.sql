-- Positions in the lists of employers of whole years by place and occupation
create view positions_listed_year_occupation as
select year(period)::integer as year, program::varchar as program, province::varchar as province, noc::varchar as noc, noc_version, printed as positions_listed, lower, upper, status::varchar as status, card, vintage
from cells
semi join newest using (card, vintage)
where measure = 'positions_listed' and period_kind = 'year' and noc is not null;
comment on view positions_listed_year_occupation is 'Positions in the lists of employers of whole years by place and occupation';
comment on column positions_listed_year_occupation.year is 'year';
comment on column positions_listed_year_occupation.program is 'IMP or TFWP';
comment on column positions_listed_year_occupation.province is 'place of the job; XX head office abroad';
comment on column positions_listed_year_occupation.noc is 'occupation';
comment on column positions_listed_year_occupation.noc_version is 'version of the NOC';
comment on column positions_listed_year_occupation.positions_listed is 'positions, exact';
comment on column positions_listed_year_occupation.lower is 'positions, least it can be';
comment on column positions_listed_year_occupation.upper is 'positions, most it can be';
comment on column positions_listed_year_occupation.status is 'exact';
comment on column positions_listed_year_occupation.card is 'the table it is read from';
comment on column positions_listed_year_occupation.vintage is 'as-of date of the table';
