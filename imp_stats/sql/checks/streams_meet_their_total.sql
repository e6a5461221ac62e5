-- The printed total of a stream, or of a class of permanent residents, and its parts meet in every place and period, as
-- the measure adds over them. A part belongs to the nearest row above it in the tree that its place prints.
with rows as (
    select card, vintage, sheet, cell, measure::varchar as measure, period_kind, period, program, province, is_total, lower, upper,
           case when stream is not null then 'stream' else 'pr_class' end as dimension,
           coalesce(stream::varchar, pr_class::varchar, '') as path
    from cells
    where card in (select card from cells where stream is not null or pr_class is not null group by card)
      and province <> 'CA' and noc is null and citizenship is null and gender is null and area is null and skill is null
      and lmia_stream is null
),
printed as (
    select card, vintage, province, path
    from rows
    where path <> ''
    group by card, vintage, province, path
),
placed as (
    select part.card, part.vintage, part.province, part.path,
           coalesce(max(case when starts_with(part.path, above.path || ' > ') then above.path end), '') as parent
    from printed as part
    join printed as above
      on above.card = part.card and above.vintage = part.vintage and above.province = part.province
    group by part.card, part.vintage, part.province, part.path
),
sums as (
    select rows.card, rows.vintage, rows.measure, rows.dimension, rows.period_kind, rows.period, rows.province, placed.parent,
           sum(rows.lower) as lower, sum(rows.upper) as upper, max(rows.lower) as largest
    from rows
    join placed
      on placed.card = rows.card and placed.vintage = rows.vintage and placed.province = rows.province and placed.path = rows.path
    group by rows.card, rows.vintage, rows.measure, rows.dimension, rows.period_kind, rows.period, rows.province, placed.parent
),
failing as (
    select wholes.*, sums.lower as parts_lower, sums.upper as parts_upper
    from rows as wholes
    join sums
      on sums.card = wholes.card and sums.vintage = wholes.vintage and sums.measure = wholes.measure
     and sums.period_kind = wholes.period_kind and sums.period = wholes.period and sums.province = wholes.province
     and sums.parent = wholes.path
    join additivity on additivity.measure = wholes.measure and additivity.dimension = sums.dimension
    where wholes.is_total
      and ((additivity.rule in ('adds', 'max..sum') and sums.upper < wholes.lower)
           or (additivity.rule = 'adds' and sums.lower > wholes.upper)
           or (additivity.rule = 'max..sum' and sums.largest > wholes.upper))
)
select failing.card, failing.vintage, failing.sheet, failing.cell,
       'the total [' || failing.lower || ', ' || failing.upper || '] and its parts '
       || string_agg(rows.cell, ', ' order by length(rows.cell), rows.cell)
       || ' [' || failing.parts_lower || ', ' || failing.parts_upper || '] do not meet' as what
from failing
join placed
  on placed.card = failing.card and placed.vintage = failing.vintage and placed.province = failing.province
 and placed.parent = failing.path
join rows
  on rows.card = failing.card and rows.vintage = failing.vintage and rows.province = failing.province
 and rows.measure = failing.measure and rows.period_kind = failing.period_kind and rows.period = failing.period
 and rows.path = placed.path
group by failing.card, failing.vintage, failing.sheet, failing.cell, failing.lower, failing.upper, failing.parts_lower,
         failing.parts_upper
