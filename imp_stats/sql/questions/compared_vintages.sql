-- Two vintages of one table, cell by cell: a row for each count that differs, the others added up by period.
-- moved is "changed", "same", "new period", or "row" (a row, a period or a kind of period that one vintage alone has).
-- A table that hides small counts and prints no zero leaves its zeros out: a cell that is absent from a row and a
-- period that both vintages have is 0 there, status "absent".
with held as (
    select measure, period_kind, period, program, province, stream, lmia_stream, noc, noc_version, citizenship, gender, area, skill,
           pr_class, npr_type, is_total, printed, lower, upper, status, vintage = $new::date as is_new
    from cells
    where card = $card and vintage in ($old::date, $new::date)
      and ($measures::varchar[] is null or list_contains($measures::varchar[], measure::varchar))
      and ($programs::varchar[] is null or list_contains($programs::varchar[], program::varchar))
),
style as (
    select count(case when printed = 0 then 1 end) = 0 and count(printed) < count(*) as leaves_zeros_out from held
),
paired as (
    select measure, period_kind, period, program, province, stream, lmia_stream, noc, noc_version, citizenship, gender, area, skill,
           pr_class, npr_type, max(is_total) as is_total, min(is_new) = false as was, max(is_new) as is_now,
           max(case when not is_new then printed end) as value_before, max(case when not is_new then lower end) as lower_before,
           max(case when not is_new then upper end) as upper_before, max(case when not is_new then status end) as status_before,
           max(case when is_new then printed end) as value, max(case when is_new then lower end) as lower,
           max(case when is_new then upper end) as upper, max(case when is_new then status end) as status
    from held
    group by measure, period_kind, period, program, province, stream, lmia_stream, noc, noc_version, citizenship, gender, area,
             skill, pr_class, npr_type
),
periods as (
    select measure, period_kind, period, max(was) as was, max(is_now) as is_now
    from paired
    group by measure, period_kind, period
),
period_kinds as (
    select measure, period_kind, max(was) as was
    from paired
    group by measure, period_kind
),
lines as (
    select measure, period_kind, program, province, stream, lmia_stream, noc, noc_version, citizenship, gender, area, skill, pr_class,
           npr_type
    from paired
    group by measure, period_kind, program, province, stream, lmia_stream, noc, noc_version, citizenship, gender, area, skill,
             pr_class, npr_type
    having max(was) and max(is_now)
),
sorted as (
    select paired.*,
           case when paired.was and paired.is_now then
                    case when lower_before = lower and upper_before is not distinct from upper then 'same'
                         else 'changed' end
                when not periods.was and period_kinds.was then 'new period'
                when style.leaves_zeros_out and periods.was and periods.is_now and lines.measure is not null then 'changed'
                else 'row' end as moved
    from paired
    join periods on periods.measure = paired.measure and periods.period_kind = paired.period_kind
         and periods.period = paired.period
    join period_kinds on period_kinds.measure = paired.measure and period_kinds.period_kind = paired.period_kind
    cross join style
    left join lines
         on (paired.was <> paired.is_now)
         and lines.measure = paired.measure and lines.period_kind = paired.period_kind
         and lines.program is not distinct from paired.program and lines.province is not distinct from paired.province
         and lines.stream is not distinct from paired.stream and lines.lmia_stream is not distinct from paired.lmia_stream
         and lines.noc is not distinct from paired.noc and lines.noc_version is not distinct from paired.noc_version
         and lines.citizenship is not distinct from paired.citizenship and lines.gender is not distinct from paired.gender
         and lines.area is not distinct from paired.area and lines.skill is not distinct from paired.skill
         and lines.pr_class is not distinct from paired.pr_class and lines.npr_type is not distinct from paired.npr_type
)
-- changed counts, one by one
select moved, measure::varchar as measure, period_kind::varchar as period_kind, period as day, program::varchar as program,
       province::varchar as province, stream::varchar as stream, lmia_stream::varchar as lmia_stream, noc::varchar as noc,
       noc_version, citizenship::varchar as citizenship, gender::varchar as gender, area::varchar as area, skill::varchar as skill,
       pr_class::varchar as pr_class, npr_type::varchar as npr_type, is_total, 1::bigint as cells,
       case when was then 0 else 1 end::bigint as added, case when is_now then 0 else 1 end::bigint as gone,
       case when was then value_before else 0 end::bigint as value_before,
       case when was then lower_before else 0 end::bigint as lower_before,
       case when was then upper_before else 0 end::bigint as upper_before,
       case when was then status_before::varchar else 'absent' end as status_before,
       case when is_now then value else 0 end::bigint as value, case when is_now then lower else 0 end::bigint as lower,
       case when is_now then upper else 0 end::bigint as upper, case when is_now then status::varchar else 'absent' end as status
from sorted
where moved = 'changed'
union all
-- the others, added up: what both printed, for the size of a change beside them
select moved, measure::varchar, period_kind::varchar, period, program::varchar, null, null, null, null, null, null, null, null, null,
       null, null, null, count(*), count(case when not was then 1 end), count(case when not is_now then 1 end),
       sum(case when was and is_now and value is not null then value_before end)::bigint, null, null, null,
       sum(case when was and is_now and value_before is not null then value end)::bigint, null, null, null
from sorted
where moved <> 'changed'
group by moved, measure, period_kind, period, program
order by measure, period_kind, day, moved, program nulls first, province nulls first, stream nulls first,
         lmia_stream nulls first, noc nulls first, noc_version nulls first, citizenship nulls first, gender nulls first,
         area nulls first, skill nulls first, pr_class nulls first, npr_type nulls first
