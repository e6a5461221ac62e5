-- Holders of post-graduation permits by month in which they became effective, by metropolitan area: one with no row in a month is a zero
create view effective_month_area as
with printed as (
    select card, vintage, period, program, stream, province, area, printed, lower, upper, status
    from cells
    semi join newest using (card, vintage)
    where measure = 'effective_month' and card = 'ircc-imp-pgwp-area'
),
grid as (
    select *
    from (select distinct card, vintage, program, stream, period from printed) as months
    join (select distinct card, province, area from printed) as areas using (card)
)
select grid.period as month, grid.program::varchar as program, grid.stream::varchar as stream,
       grid.province::varchar as province, grid.area::varchar as area,
       case when printed.status is null then 0 else printed.printed end as effective_month,
       coalesce(printed.lower, 0) as lower, case when printed.status is null then 0 else printed.upper end as upper,
       coalesce(printed.status::varchar, 'absent') as status, grid.card, grid.vintage
from grid
left join printed using (card, vintage, program, stream, period, province, area);
comment on view effective_month_area is 'Holders of post-graduation permits by month in which they became effective, by metropolitan area: one with no row in a month is a zero';
comment on column effective_month_area.month is 'first day of the month';
comment on column effective_month_area.program is 'IMP';
comment on column effective_month_area.stream is 'path in the program tree: post-graduation permits';
comment on column effective_month_area.province is 'province or territory of the area; ZZ not stated';
comment on column effective_month_area.area is 'census metropolitan area or agglomeration, or the rest of a province';
comment on column effective_month_area.effective_month is 'persons, once in the month; null where hidden';
comment on column effective_month_area.lower is 'persons, least it can be';
comment on column effective_month_area.upper is 'persons, most it can be';
comment on column effective_month_area.status is 'exact, rounded, suppressed, or absent for a zero that is not printed';
comment on column effective_month_area.card is 'the table it is read from';
comment on column effective_month_area.vintage is 'as-of date of the table';
