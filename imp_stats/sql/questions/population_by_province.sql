-- Residents by place on the first day of each quarter, Statistics Canada's estimates; Canada only where it is asked for.
with chosen as (
    select card, max(vintage) as vintage
    from vintages
    where $as_of::date is null or vintage <= $as_of::date
    group by card
)
select cells.province::varchar as province, cells.period as day, cells.printed as population, cells.lower, cells.upper,
       cells.status::varchar as status, 0 as hidden, 'printed' as provenance,
       cards.citation as source, cells.vintage::varchar as vintage
from cells
join chosen on chosen.card = cells.card and chosen.vintage = cells.vintage
join cards on cards.id = cells.card
where cells.measure = 'population'
  and case when $provinces::varchar[] is null then cells.province <> 'CA'
           else list_contains($provinces::varchar[], cells.province::varchar) end
  and ($days::date[] is null or list_contains($days::date[], cells.period))
order by province, day
