-- Holders by month in which permits became effective, by country of citizenship, as printed. A country that the file
-- lists in any month and that has no row in one of its months is a zero there: the publisher prints no zeros.
-- Humanitarian permits, no part of the IMP, only where $programs names them.
with chosen as (
    select card, max(vintage) as vintage
    from vintages
    where $as_of::date is null or vintage <= $as_of::date
    group by card
),
printed as (
    select cells.card, cells.vintage, cells.program, cells.citizenship, cells.period, cells.printed, cells.lower, cells.upper,
           cells.status::varchar as status
    from cells
    join chosen on chosen.card = cells.card and chosen.vintage = cells.vintage
    where (cells.card in ('ircc-imp-citizenship', 'ircc-tfwp-citizenship')
           or (cells.card = 'ircc-hc-citizenship' and list_contains($programs::varchar[], 'HC')))
      and cells.measure = 'effective_month' and cells.citizenship is not null
      and ($programs::varchar[] is null or list_contains($programs::varchar[], cells.program::varchar))
),
months as (
    select distinct card, vintage, program, period from printed
),
countries as (
    select distinct card, citizenship from printed
    where $citizenships::varchar[] is null or list_contains($citizenships::varchar[], citizenship::varchar)
)
select months.program::varchar as program, countries.citizenship::varchar as citizenship, months.period as month,
       case when printed.status is null then 0 else printed.printed end as effective_month,
       coalesce(printed.lower, 0) as lower, case when printed.status is null then 0 else printed.upper end as upper,
       coalesce(printed.status, 'absent') as status, case when printed.status = 'suppressed' then 1 else 0 end as hidden,
       case when printed.status is null then 'sum of 0 cells' else 'printed' end as provenance,
       cards.citation as source, months.vintage::varchar as vintage
from months
join countries on countries.card = months.card
join cards on cards.id = months.card
left join printed
  on printed.card = months.card and printed.program = months.program and printed.period = months.period
 and printed.citizenship = countries.citizenship
order by program, citizenship, month
