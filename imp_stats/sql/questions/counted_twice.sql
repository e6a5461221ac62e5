-- By how much the places' printed totals can exceed printed Canada, by program and year: people counted in two places.
with chosen as (
    select card, max(vintage) as vintage
    from vintages
    where $as_of::date is null or vintage <= $as_of::date
    group by card
),
totals as (
    select cells.card, cells.vintage, cells.program, year(cells.period) as year,
           sum(case when province = 'CA' then cells.lower end) as canada_lower,
           max(case when province = 'CA' then cells.printed end) as canada,
           sum(case when province <> 'CA' then cells.upper end) as places_upper
    from cells
    join chosen on chosen.card = cells.card and chosen.vintage = cells.vintage
    where cells.measure = 'effective_year' and cells.province is not null
      and cells.noc is null and cells.stream is null and cells.citizenship is null
    group by cells.card, cells.vintage, cells.program, cells.period
)
select totals.program::varchar as program, totals.year, totals.canada::bigint as effective_year,
       greatest(0, totals.places_upper - totals.canada_lower)::bigint as counted_twice,
       cards.citation as source, totals.vintage::varchar as vintage
from totals
join cards on cards.id = totals.card
where totals.places_upper is not null
  and ($programs::varchar[] is null or list_contains($programs::varchar[], totals.program::varchar))
order by program, year
