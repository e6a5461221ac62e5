-- Holders of post-graduation permits by month in which they became effective, by metropolitan area, as printed. An area
-- that the file lists in any month and that has no row in one of its months is a zero there.
with chosen as (
    select card, max(vintage) as vintage
    from vintages
    where $as_of::date is null or vintage <= $as_of::date
    group by card
),
printed as (
    select cells.card, cells.vintage, cells.program, cells.stream, cells.province, cells.area, cells.period, cells.printed,
           cells.lower, cells.upper, cells.status::varchar as status
    from cells
    join chosen on chosen.card = cells.card and chosen.vintage = cells.vintage
    where cells.card = 'ircc-imp-pgwp-area' and cells.measure = 'effective_month'
),
months as (
    select distinct card, vintage, program, stream, period from printed
),
areas as (
    select distinct card, province, area from printed
    where ($provinces::varchar[] is null or list_contains($provinces::varchar[], province::varchar))
      and ($areas::varchar[] is null or list_contains($areas::varchar[], area::varchar))
)
select months.program::varchar as program, months.stream::varchar as stream, areas.province::varchar as province,
       areas.area::varchar as area, months.period as month,
       case when printed.status is null then 0 else printed.printed end as effective_month,
       coalesce(printed.lower, 0) as lower, case when printed.status is null then 0 else printed.upper end as upper,
       coalesce(printed.status, 'absent') as status, case when printed.status = 'suppressed' then 1 else 0 end as hidden,
       case when printed.status is null then 'sum of 0 cells' else 'printed' end as provenance,
       cards.citation as source, months.vintage::varchar as vintage
from months
join areas on areas.card = months.card
join cards on cards.id = months.card
left join printed
  on printed.card = months.card and printed.program = months.program and printed.period = months.period
 and printed.province = areas.province and printed.area = areas.area
order by province, area, month
