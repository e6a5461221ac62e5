-- Positions in the lists of employers of whole years by place, occupations added up
create view positions_listed_year as
select year(period)::integer as year, program::varchar as program, province::varchar as province, sum(printed)::bigint as positions_listed, sum(lower)::bigint as lower, sum(upper)::bigint as upper, 'exact' as status, card, vintage
from cells
semi join newest using (card, vintage)
where measure = 'positions_listed' and period_kind = 'year'
group by period, program, province, card, vintage;
comment on view positions_listed_year is 'Positions in the lists of employers of whole years by place, occupations added up';
comment on column positions_listed_year.year is 'year';
comment on column positions_listed_year.program is 'IMP or TFWP';
comment on column positions_listed_year.province is 'place of the job; XX head office abroad';
comment on column positions_listed_year.positions_listed is 'positions, exact';
comment on column positions_listed_year.lower is 'positions, least it can be';
comment on column positions_listed_year.upper is 'positions, most it can be';
comment on column positions_listed_year.status is 'exact';
comment on column positions_listed_year.card is 'the table it is read from';
comment on column positions_listed_year.vintage is 'as-of date of the table';
