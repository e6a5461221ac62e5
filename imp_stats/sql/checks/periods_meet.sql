-- A printed quarter or year lies between the largest and the sum of its months, and a year of its quarters.
with long as (
    select cells.*,
           case when period_kind = 'quarter' then date_trunc('quarter', period) else date_trunc('year', period) end as span
    from cells
    where period_kind in ('quarter', 'year') and measure in ('effective_quarter', 'effective_year')
),
short as (
    select card, vintage, period_kind, period, program, province, noc, lower, upper, cell from cells
    where period_kind in ('month', 'quarter')
),
parts as (
    select long.card, long.vintage, long.sheet, long.cell, long.lower, long.upper,
           short.period_kind, sum(short.lower) as sum_lower, sum(short.upper) as sum_upper,
           max(short.lower) as largest, string_agg(short.cell, ', ' order by length(short.cell), short.cell) as cells
    from long
    join short
      on short.card = long.card and short.vintage = long.vintage and short.program = long.program
     and short.province = long.province and short.noc is not distinct from long.noc
     and short.period_kind <> long.period_kind
     and date_trunc(case when long.period_kind = 'quarter' then 'quarter' else 'year' end, short.period) = long.span
     and not (long.period_kind = 'quarter' and short.period_kind = 'quarter')
    group by long.card, long.vintage, long.sheet, long.cell, long.lower, long.upper, short.period_kind
)
select card, vintage, sheet, cell,
       'the ' || case when period_kind = 'quarter' then 'year' else 'total' end || ' [' || lower || ', ' || upper
       || '] lies outside its ' || period_kind || 's ' || cells
       || ' [' || largest || ' to ' || sum_upper || ']' as what
from parts
where largest > upper or sum_upper < lower
