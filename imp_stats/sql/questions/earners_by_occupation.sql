-- People who worked and earned in 2015 by place and occupation, 2016 Census: rounded at random, so within 4 of what is printed.
with chosen as (
    select card, max(vintage) as vintage
    from vintages
    where $as_of::date is null or vintage <= $as_of::date
    group by card
)
select cells.province::varchar as province, year(cells.period) as year, cells.noc::varchar as noc,
       cells.printed as earners_2015, cells.lower, cells.upper, cells.status::varchar as status, 0 as hidden,
       'printed' as provenance, cards.citation as source, cells.vintage::varchar as vintage
from cells
join chosen on chosen.card = cells.card and chosen.vintage = cells.vintage
join cards on cards.id = cells.card
where cells.measure = 'earners_2015' and cells.noc is not null
  and list_contains($provinces::varchar[], cells.province::varchar)
  and ($nocs::varchar[] is null or list_contains($nocs::varchar[], cells.noc::varchar))
order by province, noc
