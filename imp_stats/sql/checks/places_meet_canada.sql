-- Canada and its places meet, as the measure adds over provinces: by intersecting intervals, or by max..sum.
with places as (
    select card, vintage, measure, period_kind, period, program, noc, stream,
           sum(lower) as lower, sum(upper) as upper, max(lower) as largest,
           string_agg(cell, ', ' order by length(cell), cell) as cells
    from cells
    where province <> 'CA' and stream is null and citizenship is null and (noc is null or measure = 'positions')
    group by card, vintage, measure, period_kind, period, program, noc, stream
),
canada as (
    select * from cells where province = 'CA'
)
select canada.card, canada.vintage, canada.sheet, canada.cell,
       'Canada [' || canada.lower || ', ' || canada.upper || '] and its places ' || places.cells
       || ' [' || places.lower || ', ' || places.upper || '] do not meet' as what
from canada
join places
  on places.card = canada.card and places.vintage = canada.vintage and places.measure = canada.measure
 and places.period_kind = canada.period_kind and places.period = canada.period
 and places.program is not distinct from canada.program and places.noc is not distinct from canada.noc
join additivity on additivity.measure = canada.measure and additivity.dimension = 'province'
where (additivity.rule = 'adds' and (places.upper < canada.lower or places.lower > canada.upper))
   or (additivity.rule = 'max..sum' and (places.upper < canada.lower or places.largest > canada.upper))
