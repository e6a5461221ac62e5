-- Non-permanent residents of Canada by type on the first day of each quarter, Statistics Canada's estimates; types are disjoint.
with chosen as (
    select card, max(vintage) as vintage
    from vintages
    where $as_of::date is null or vintage <= $as_of::date
    group by card
)
select cells.npr_type::varchar as npr_type, cells.period as day, cells.printed as npr, cells.lower, cells.upper,
       cells.status::varchar as status, 0 as hidden, 'printed' as provenance,
       cards.citation as source, cells.vintage::varchar as vintage
from cells
join chosen on chosen.card = cells.card and chosen.vintage = cells.vintage
join cards on cards.id = cells.card
where cells.measure = 'npr' and cells.npr_type is not null
  and ($npr_types::varchar[] is null or list_contains($npr_types::varchar[], cells.npr_type::varchar))
  and ($since::date is null or cells.period >= $since::date)
  and ($until::date is null or cells.period <= $until::date)
order by npr_type, day
