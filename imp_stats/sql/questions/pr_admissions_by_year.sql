-- Admissions of permanent residents who had held a permit of the program before, by place and year as printed.
-- A year that its table does not cover to December comes only where $years names it, with the months it covers.
with chosen as (
    select card, max(vintage) as vintage
    from vintages
    where $as_of::date is null or vintage <= $as_of::date
    group by card
)
select cells.program::varchar as program, cells.province::varchar as province, year(cells.period) as year,
       case when year(cells.vintage) = year(cells.period) then month(cells.vintage) else 12 end as months,
       cells.printed as pr_admissions, cells.lower, cells.upper, cells.status::varchar as status,
       case when cells.printed is null then 1 else 0 end as hidden, 'printed' as provenance,
       cards.citation as source, cells.vintage::varchar as vintage
from cells
join chosen on chosen.card = cells.card and chosen.vintage = cells.vintage
join cards on cards.id = cells.card
where cells.measure = 'pr_admissions' and cells.period_kind = 'year' and cells.pr_class is null
  and ($programs::varchar[] is null or list_contains($programs::varchar[], cells.program::varchar))
  and list_contains($provinces::varchar[], cells.province::varchar)
  and (year(cells.vintage) > year(cells.period) or month(cells.vintage) = 12
       or list_contains($years::integer[], year(cells.period)::integer))
order by program, province, year
