-- A printed total and its parts by occupation, country, gender, skill level or LMIA stream meet, as the measure adds over
-- that dimension. A total is the row that has all the other words of its parts; where parts name no place it is Canada's.
-- A card may declare by how much a printed total may exceed its listed parts. A hidden count of a row of several, which has
-- no upper bound, is here at most 4 for each of those that its card says it stands for.
with named as (
    select card, vintage, sheet, cell, measure::varchar as measure, lower, coalesce(upper, 4 * composite_of) as upper, noc,
           citizenship, gender, skill, lmia_stream,
           hash(card, vintage, measure, period_kind, period, program, coalesce(province::varchar, 'CA'), stream, area, pr_class,
                npr_type) as same
    from cells
    join cards on cards.id = cells.card
    where card in (
        select card from cells
        where noc is not null or citizenship is not null or gender is not null or skill is not null or lmia_stream is not null
        group by card
    )
),
parts as (
    select 'noc' as dimension, hash(same, citizenship, gender, skill, lmia_stream) as key, cell, lower, upper
    from named where noc is not null
    union all
    select 'citizenship', hash(same, noc, gender, skill, lmia_stream), cell, lower, upper
    from named where citizenship is not null
    union all
    select 'gender', hash(same, noc, citizenship, skill, lmia_stream), cell, lower, upper
    from named where gender is not null
    union all
    select 'skill', hash(same, noc, citizenship, gender, lmia_stream), cell, lower, upper
    from named where skill is not null
    union all
    select 'lmia_stream', hash(same, noc, citizenship, gender, skill), cell, lower, upper
    from named where lmia_stream is not null
),
totals as (
    select 'noc' as dimension, 'occupations' as said, hash(same, citizenship, gender, skill, lmia_stream) as key,
           card, vintage, sheet, cell, measure, lower, upper
    from named where noc is null
    union all
    select 'citizenship', 'countries', hash(same, noc, gender, skill, lmia_stream), card, vintage, sheet, cell, measure, lower, upper
    from named where citizenship is null
    union all
    select 'gender', 'genders', hash(same, noc, citizenship, skill, lmia_stream), card, vintage, sheet, cell, measure, lower, upper
    from named where gender is null
    union all
    select 'skill', 'skill levels', hash(same, noc, citizenship, gender, lmia_stream), card, vintage, sheet, cell, measure, lower, upper
    from named where skill is null
    union all
    select 'lmia_stream', 'LMIA streams', hash(same, noc, citizenship, gender, skill), card, vintage, sheet, cell, measure, lower, upper
    from named where lmia_stream is null
),
sums as (
    select dimension, key, sum(lower) as lower, sum(upper) as upper, max(lower) as largest
    from parts
    group by dimension, key
),
failing as materialized (
    select totals.*, sums.lower as parts_lower, sums.upper as parts_upper
    from totals
    join sums on sums.dimension = totals.dimension and sums.key = totals.key
    join cards on cards.id = totals.card
    join additivity on additivity.measure = totals.measure and additivity.dimension = totals.dimension
    where (additivity.rule in ('adds', 'max..sum') and sums.upper + cards.unlisted < totals.lower)
       or (additivity.rule = 'adds' and sums.lower > totals.upper)
       or (additivity.rule = 'max..sum' and sums.largest > totals.upper)
)
select failing.card, failing.vintage, failing.sheet, failing.cell,
       'the total [' || failing.lower || ', ' || failing.upper || '] and its ' || count(*) || ' '
       || failing.said || ', ' || min_by(parts.cell, row(length(parts.cell), parts.cell)) || ' to '
       || max_by(parts.cell, row(length(parts.cell), parts.cell))
       || ' [' || failing.parts_lower || ', ' || failing.parts_upper || '] do not meet' as what
from failing
join (select * from parts where key in (select key from failing)) as parts
  on parts.dimension = failing.dimension and parts.key = failing.key
group by failing.card, failing.vintage, failing.sheet, failing.cell, failing.said, failing.dimension, failing.lower,
         failing.upper, failing.parts_lower, failing.parts_upper
