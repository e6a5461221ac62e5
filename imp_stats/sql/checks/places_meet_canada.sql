-- Canada and its places meet, row by row, as the measure adds over provinces: by intersecting intervals, or by max..sum.
-- A card may declare by how much a printed total may exceed its listed parts.
with canada as (
    select cells.*,
           hash(card, vintage, measure, period_kind, period, program, stream, lmia_stream, noc, citizenship, gender, area,
                skill, pr_class, npr_type) as key
    from cells
    where province = 'CA'
),
places as (
    select cell, lower, upper,
           hash(card, vintage, measure, period_kind, period, program, stream, lmia_stream, noc, citizenship, gender, area,
                skill, pr_class, npr_type) as key
    from cells
    where province <> 'CA' and card in (select card from canada)
),
sums as (
    select key, sum(lower) as lower, case when count(upper) = count(*) then sum(upper) end as upper, max(lower) as largest
    from places
    where key in (select key from canada)
    group by key
),
failing as (
    select canada.card, canada.vintage, canada.sheet, canada.cell, canada.key, canada.lower, canada.upper,
           sums.lower as parts_lower, sums.upper as parts_upper
    from canada
    join sums on sums.key = canada.key
    join cards on cards.id = canada.card
    join additivity on additivity.measure = canada.measure::varchar and additivity.dimension = 'province'
    where (additivity.rule in ('adds', 'max..sum') and sums.upper + cards.unlisted < canada.lower)
       or (additivity.rule = 'adds' and sums.lower > canada.upper)
       or (additivity.rule = 'max..sum' and sums.largest > canada.upper)
)
select failing.card, failing.vintage, failing.sheet, failing.cell,
       'Canada [' || failing.lower || ', ' || coalesce(failing.upper::varchar, 'open') || '] and its places '
       || string_agg(places.cell, ', ' order by length(places.cell), places.cell)
       || ' [' || failing.parts_lower || ', ' || coalesce(failing.parts_upper::varchar, 'open') || '] do not meet' as what
from failing
join places on places.key = failing.key
group by failing.card, failing.vintage, failing.sheet, failing.cell, failing.lower, failing.upper, failing.parts_lower,
         failing.parts_upper
