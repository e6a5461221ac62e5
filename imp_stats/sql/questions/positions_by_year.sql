-- Positions on positive LMIAs by place and year, as printed in the table by occupation: exact counts of jobs.
with chosen as (
    select card, max(vintage) as vintage
    from vintages
    where $as_of::date is null or vintage <= $as_of::date
    group by card
)
select cells.program::varchar as program, cells.province::varchar as province, year(cells.period) as year,
       cells.printed as positions, cells.lower, cells.upper, cells.status::varchar as status, 0 as hidden,
       'printed' as provenance, cards.citation as source, cells.vintage::varchar as vintage
from cells
join chosen on chosen.card = cells.card and chosen.vintage = cells.vintage
join cards on cards.id = cells.card
where cells.card = 'esdc-positions-noc' and cells.noc is null
  and list_contains($provinces::varchar[], cells.province::varchar)
order by province, year
