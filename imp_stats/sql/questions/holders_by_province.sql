-- Permit holders on 31 December by program, place and year, as printed; Canada only where it is asked for.
with chosen as (
    select card, max(vintage) as vintage
    from vintages
    where $as_of::date is null or vintage <= $as_of::date
    group by card
)
select cells.program::varchar as program, cells.province::varchar as province, year(cells.period) as year,
       cells.printed as holders, cells.lower, cells.upper,
       cells.status::varchar as status, case when cells.printed is null then 1 else 0 end as hidden,
       'printed' as provenance, cards.citation as source, cells.vintage::varchar as vintage
from cells
join chosen on chosen.card = cells.card and chosen.vintage = cells.vintage
join cards on cards.id = cells.card
where cells.measure = 'holders' and cells.stream is null
  and ($programs::varchar[] is null or list_contains($programs::varchar[], cells.program::varchar))
  and case when $provinces::varchar[] is null then cells.province <> 'CA'
           else list_contains($provinces::varchar[], cells.province::varchar) end
order by program, province, year
