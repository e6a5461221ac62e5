-- A place and its occupations meet, as the measure adds over occupations; a card may declare a few unlisted ones.
with occupations as (
    select card, vintage, measure, period_kind, period, program, province,
           sum(lower) as lower, sum(upper) as upper, max(lower) as largest,
           min_by(cell, row(length(cell), cell)) as first_cell, max_by(cell, row(length(cell), cell)) as last_cell,
           count(*) as number
    from cells
    where noc is not null
    group by card, vintage, measure, period_kind, period, program, province
),
places as (
    select cells.*, cards.unlisted
    from cells join cards on cards.id = cells.card
    where cells.noc is null and cells.stream is null and cells.citizenship is null
)
select places.card, places.vintage, places.sheet, places.cell,
       'the total [' || places.lower || ', ' || places.upper || '] and its ' || occupations.number || ' occupations, '
       || occupations.first_cell || ' to ' || occupations.last_cell || ' [' || occupations.lower || ', ' || occupations.upper || '] do not meet' as what
from places
join occupations
  on occupations.card = places.card and occupations.vintage = places.vintage
 and occupations.measure = places.measure and occupations.period_kind = places.period_kind
 and occupations.period = places.period and occupations.program = places.program
 and occupations.province = places.province
join additivity on additivity.measure = places.measure and additivity.dimension = 'noc'
where (additivity.rule = 'adds'
       and (occupations.upper + places.unlisted < places.lower or occupations.lower > places.upper))
   or (additivity.rule = 'max..sum'
       and (occupations.upper < places.lower or occupations.largest > places.upper))
