-- By how much the printed totals of a table move from one vintage to the next, on average over all periods that both print.
-- Relative to the older count, with bounds; null where fewer vintages than $fewest are held.
with followed as (
    select card, vintage, lead(vintage) over (partition by card order by vintage) as next_vintage
    from vintages
),
totals as (
    select card, vintage, measure, program, period_kind, period, printed, lower, upper
    from cells
    where (province is null or province = 'CA') and stream is null and lmia_stream is null and noc is null and citizenship is null
      and gender is null and area is null and skill is null and pr_class is null and npr_type is null
),
pairs as (
    select before.card, before.measure, before.program,
           (after.printed - before.printed) / nullif(before.printed, 0) as moved,
           (after.lower - before.upper) / case when after.lower < before.upper then before.lower else before.upper end as least,
           (after.upper - before.lower) / case when after.upper < before.lower then before.upper else before.lower end as most
    from totals as before
    join followed on followed.card = before.card and followed.vintage = before.vintage
    join totals as after
         on after.card = before.card and after.vintage = followed.next_vintage and after.measure = before.measure
         and after.program is not distinct from before.program and after.period_kind = before.period_kind
         and after.period = before.period
    where before.lower > 0 and before.printed is not null and after.printed is not null
),
counted as (
    select card, measure, program, count(distinct vintage) as vintages
    from cells
    where ($measures::varchar[] is null or list_contains($measures::varchar[], measure::varchar))
      and ($programs::varchar[] is null or list_contains($programs::varchar[], program::varchar))
      and ($cards::varchar[] is null or list_contains($cards::varchar[], card))
    group by card, measure, program
)
select counted.card, counted.measure::varchar as measure, counted.program::varchar as program, counted.vintages,
       case when counted.vintages >= $fewest then avg(moved) end as mean_revision,
       case when counted.vintages >= $fewest then avg(least) end as mean_revision_lower,
       case when counted.vintages >= $fewest then avg(most) end as mean_revision_upper,
       case when counted.vintages >= $fewest then avg(abs(moved)) end as mean_absolute_revision,
       case when counted.vintages >= $fewest then avg(greatest(least, -most, 0)) end as mean_absolute_revision_lower,
       case when counted.vintages >= $fewest then avg(greatest(most, -least)) end as mean_absolute_revision_upper
from counted
left join pairs on pairs.card = counted.card and pairs.measure = counted.measure
     and pairs.program is not distinct from counted.program
group by counted.card, counted.measure, counted.program, counted.vintages
order by counted.card, measure, program nulls first
