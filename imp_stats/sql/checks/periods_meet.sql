-- A printed quarter or year and its months, and a year and its quarters, meet as the measure adds over time: people
-- counted once in the period lie between the largest part and the sum; events add up. A hidden count of a row of several,
-- which has no upper bound, is here at most 4 for each of those that its card says it stands for.
with dated as (
    select card, vintage, sheet, cell, period_kind::varchar as period_kind, measure::varchar as measure, period, lower,
           coalesce(upper, 4 * composite_of) as upper,
           hash(card, vintage, program, province, stream, lmia_stream, noc, citizenship, gender, area, skill, pr_class, npr_type) as row
    from cells
    join cards on cards.id = cells.card
    where period_kind in ('month', 'quarter', 'year')
      and card in (select card from cells where period_kind in ('quarter', 'year') group by card)
),
parts as (
    select hash(row, 'quarter', date_trunc('quarter', period)::date) as span, period_kind, cell, lower, upper
    from dated
    where period_kind = 'month'
    union all
    select hash(row, 'year', date_trunc('year', period)::date) as span, period_kind, cell, lower, upper
    from dated
    where period_kind in ('month', 'quarter')
),
sums as (
    select span, period_kind, sum(lower) as lower, sum(upper) as upper, max(lower) as largest
    from parts
    group by span, period_kind
),
totals as (
    select *, hash(row, period_kind, period) as span
    from dated
    where period_kind in ('quarter', 'year')
),
failing as materialized (
    select totals.*, sums.period_kind as parts, sums.lower as parts_lower, sums.upper as parts_upper, sums.largest
    from totals
    join sums on sums.span = totals.span
    join additivity on additivity.measure = totals.measure and additivity.dimension = 'time'
    where (additivity.rule in ('adds', 'max..sum') and sums.upper < totals.lower)
       or (additivity.rule = 'max..sum' and sums.largest > totals.upper)
       or (additivity.rule = 'adds' and sums.lower > totals.upper)
)
select failing.card, failing.vintage, failing.sheet, failing.cell,
       'the ' || case when failing.parts = 'quarter' then 'year' else 'total' end
       || ' [' || failing.lower || ', ' || failing.upper || '] lies outside its ' || failing.parts || 's '
       || string_agg(parts.cell, ', ' order by length(parts.cell), parts.cell)
       || ' [' || failing.largest || ' to ' || failing.parts_upper || ']' as what
from failing
join (select * from parts where span in (select span from failing)) as parts
  on parts.span = failing.span and parts.period_kind = failing.parts
group by failing.card, failing.vintage, failing.sheet, failing.cell, failing.parts, failing.lower, failing.upper,
         failing.largest, failing.parts_upper
