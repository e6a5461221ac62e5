-- The vintages held of each table whose files replace one another, with the measures and programs in them.
select cells.card, cards.citation, cells.measure::varchar as measure, cells.program::varchar as program,
       cells.vintage::varchar as vintage
from cells
join cards on cards.id = cells.card
where not cards.is_series
  and ($measures::varchar[] is null or list_contains($measures::varchar[], cells.measure::varchar))
  and ($programs::varchar[] is null or list_contains($programs::varchar[], cells.program::varchar))
  and ($cards::varchar[] is null or list_contains($cards::varchar[], cells.card))
group by cells.card, cards.citation, cells.measure, cells.program, cells.vintage
order by cells.card, cells.vintage, measure, program nulls first
