-- Positions on positive LMIAs by place, year and stream, as printed: exact counts of jobs.
with chosen as (
    select card, max(vintage) as vintage
    from vintages
    where $as_of::date is null or vintage <= $as_of::date
    group by card
)
select cells.program::varchar as program, cells.province::varchar as province, year(cells.period) as year,
       cells.lmia_stream::varchar as lmia_stream, cells.printed as positions, cells.lower, cells.upper,
       cells.status::varchar as status, 0 as hidden, 'printed' as provenance,
       cards.citation as source, cells.vintage::varchar as vintage
from cells
join chosen on chosen.card = cells.card and chosen.vintage = cells.vintage
join cards on cards.id = cells.card
where cells.measure = 'positions' and cells.lmia_stream is not null
  and list_contains($provinces::varchar[], cells.province::varchar)
  and ($lmia_streams::varchar[] is null or list_contains($lmia_streams::varchar[], cells.lmia_stream::varchar))
order by province, year, lmia_stream
