-- Holders by year in which permits became effective, as printed: each person once in the year. Of several workbooks that
-- print it, the one with most of the places asked for answers, then the newest. Without $programs: the IMP and the TFWP;
-- humanitarian permits are part of neither. A year that its table does not cover to December comes only where $years
-- names it.
with chosen as (
    select card, max(vintage) as vintage
    from vintages
    where $as_of::date is null or vintage <= $as_of::date
    group by card
),
rows as (
    select cells.card, cells.vintage, cells.program::varchar as program, cells.province::varchar as province, cells.period,
           cells.printed, cells.lower, cells.upper, cells.status::varchar as status
    from cells
    join chosen on chosen.card = cells.card and chosen.vintage = cells.vintage
    where cells.measure = 'effective_year' and cells.noc is null and cells.stream is null and cells.citizenship is null
      and cells.gender is null and cells.skill is null and cells.area is null
      and case when $programs::varchar[] is null then cells.program::varchar in ('IMP', 'TFWP')
               else list_contains($programs::varchar[], cells.program::varchar) end
      and list_contains($provinces::varchar[], cells.province::varchar)
),
tables as (
    select program, card, count(distinct province) as places, max(vintage) as vintage
    from rows
    group by program, card
),
ranked as (
    select program, card, row_number() over (partition by program order by places desc, vintage desc, card) as place
    from tables
)
select rows.program, rows.province, year(rows.period) as year, rows.printed as effective_year, rows.lower, rows.upper,
       rows.status, case when rows.printed is null then 1 else 0 end as hidden,
       'printed' as provenance, cards.citation as source, rows.vintage::varchar as vintage
from rows
join ranked on ranked.program = rows.program and ranked.card = rows.card and ranked.place = 1
join cards on cards.id = rows.card
where year(rows.vintage) > year(rows.period) or month(rows.vintage) = 12
   or list_contains($years::integer[], year(rows.period)::integer)
order by rows.program, rows.province, year
