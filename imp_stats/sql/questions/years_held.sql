-- The programs and years for which a measure is held: of every table the newest vintage, or the newest on or before a date.
with chosen as (
    select card, max(vintage) as vintage
    from vintages
    where $as_of::date is null or vintage <= $as_of::date
    group by card
)
select distinct cells.program::varchar as program, year(cells.period) as year
from cells
join chosen on chosen.card = cells.card and chosen.vintage = cells.vintage
where cells.measure::varchar = $measure
order by program, year
