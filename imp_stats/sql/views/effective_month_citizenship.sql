-- Holders by month in which permits became effective, by citizenship: a country with no row in a month of its file is a zero
create view effective_month_citizenship as
with printed as (
    select card, vintage, period, program, citizenship, printed, lower, upper, status
    from cells
    semi join newest using (card, vintage)
    where measure = 'effective_month' and card in ('ircc-imp-citizenship', 'ircc-tfwp-citizenship')
),
grid as (
    select *
    from (select distinct card, vintage, program, period from printed) as months
    join (select distinct card, citizenship from printed) as countries using (card)
)
select grid.period as month, grid.program::varchar as program, grid.citizenship::varchar as citizenship,
       case when printed.status is null then 0 else printed.printed end as effective_month,
       coalesce(printed.lower, 0) as lower, case when printed.status is null then 0 else printed.upper end as upper,
       coalesce(printed.status::varchar, 'absent') as status, grid.card, grid.vintage
from grid
left join printed using (card, vintage, program, period, citizenship);
comment on view effective_month_citizenship is 'Holders by month in which permits became effective, by citizenship: a country with no row in a month of its file is a zero';
comment on column effective_month_citizenship.month is 'first day of the month';
comment on column effective_month_citizenship.program is 'IMP or TFWP';
comment on column effective_month_citizenship.citizenship is 'country of citizenship';
comment on column effective_month_citizenship.effective_month is 'persons, once in the month; null where hidden';
comment on column effective_month_citizenship.lower is 'persons, least it can be';
comment on column effective_month_citizenship.upper is 'persons, most it can be';
comment on column effective_month_citizenship.status is 'exact, rounded, suppressed, or absent for a zero that is not printed';
comment on column effective_month_citizenship.card is 'the table it is read from';
comment on column effective_month_citizenship.vintage is 'as-of date of the table';
