-- Each period for which a measure is held: by table, program and set of dimensions, with its counts in the newest vintage.
-- The row of printed Canada is no place: a set without "province" is Canada as printed.
with counted as (
    select card, vintage, measure, program, period_kind, period,
           province is not null and province <> 'CA' as has_province, stream is not null as has_stream,
           lmia_stream is not null as has_lmia_stream, noc is not null as has_noc, noc_version,
           citizenship is not null as has_citizenship, gender is not null as has_gender, area is not null as has_area,
           skill is not null as has_skill, pr_class is not null as has_pr_class, npr_type is not null as has_npr_type,
           count(*) as cells, count(*) - count(printed) as hidden
    from cells
    where ($measures::varchar[] is null or list_contains($measures::varchar[], measure::varchar))
      and ($programs::varchar[] is null or list_contains($programs::varchar[], program::varchar))
    group by card, vintage, measure, program, period_kind, period, has_province, has_stream, has_lmia_stream, has_noc, noc_version,
             has_citizenship, has_gender, has_area, has_skill, has_pr_class, has_npr_type
),
told as (
    select card, vintage, measure, program, period_kind, period, cells, hidden,
           concat_ws(' x ', case when has_province then 'province' end, case when has_stream then 'stream' end,
                     case when has_lmia_stream then 'lmia_stream' end, case when has_noc then 'noc' end,
                     case when has_citizenship then 'citizenship' end, case when has_gender then 'gender' end,
                     case when has_area then 'area' end, case when has_skill then 'skill' end,
                     case when has_pr_class then 'pr_class' end, case when has_npr_type then 'npr_type' end) as dimensions,
           case when has_noc then noc_version end as noc_version
    from counted
),
of_vintage as (
    select card, measure, program, period_kind, dimensions, noc_version,
           count(distinct vintage) as vintages, max(vintage) as vintage
    from told
    group by card, measure, program, period_kind, dimensions, noc_version
)
select told.measure::varchar as measure, told.program::varchar as program, told.card, told.dimensions, told.noc_version,
       told.period_kind::varchar as period_kind, told.period as day, sum(told.cells)::bigint as cells,
       sum(told.hidden)::bigint as hidden, of_vintage.vintages, of_vintage.vintage::varchar as vintage, cards.citation as source
from told
join vintages on vintages.card = told.card and vintages.vintage = told.vintage
join cards on cards.id = told.card
join of_vintage on of_vintage.card = told.card and of_vintage.measure = told.measure
     and of_vintage.program is not distinct from told.program and of_vintage.period_kind = told.period_kind
     and of_vintage.dimensions = told.dimensions and of_vintage.noc_version is not distinct from told.noc_version
where cards.is_series or told.vintage = of_vintage.vintage
group by told.measure, told.program, told.card, told.dimensions, told.noc_version, told.period_kind, told.period,
         of_vintage.vintages, of_vintage.vintage, cards.citation
order by measure, program nulls first, told.card, told.dimensions, told.noc_version nulls first, period_kind, day
