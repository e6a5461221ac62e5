-- Of the census, whose places come as a file each, the places of a run are no more than Canada in any occupation, and all
-- thirteen are no less: a file headed by the name of another place stands out. Counts are rounded each by itself.
with earners as (
    select card, vintage, sheet, cell, province::varchar as province, coalesce(noc::varchar, '') as occupation, period, lower, upper
    from cells
    where measure = 'earners_2015'
),
sums as (
    select period, occupation, count(*) as places, sum(lower) as lower, sum(upper) as upper
    from earners
    where province <> 'CA'
    group by period, occupation
)
select canada.card, canada.vintage, canada.sheet, canada.cell,
       'Canada [' || canada.lower || ', ' || canada.upper || '] and its ' || sums.places || ' places ['
       || sums.lower || ', ' || sums.upper || '] do not meet' as what
from earners as canada
join sums on sums.period = canada.period and sums.occupation = canada.occupation
where canada.province = 'CA'
  and (sums.lower > canada.upper or (sums.places = 13 and sums.upper < canada.lower))
