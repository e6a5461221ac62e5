-- Holders by year in which permits became effective, by place as printed
create view effective_year_province as
select year(period)::integer as year, program::varchar as program, province::varchar as province, printed as effective_year, lower, upper, status::varchar as status, card, vintage
from cells
semi join newest using (card, vintage)
semi join answering using (measure, program, card)
where measure = 'effective_year' and province <> 'CA' and program <> 'HC' and noc is null and stream is null
  and citizenship is null and gender is null and area is null and skill is null;
comment on view effective_year_province is 'Holders by year in which permits became effective, by place as printed';
comment on column effective_year_province.year is 'year';
comment on column effective_year_province.program is 'IMP or TFWP';
comment on column effective_year_province.province is 'intended destination; ZZ not stated';
comment on column effective_year_province.effective_year is 'persons, once in the year; null where hidden';
comment on column effective_year_province.lower is 'persons, least it can be';
comment on column effective_year_province.upper is 'persons, most it can be';
comment on column effective_year_province.status is 'exact, rounded or suppressed';
comment on column effective_year_province.card is 'the table it is read from';
comment on column effective_year_province.vintage is 'as-of date of the table';
