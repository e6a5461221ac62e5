-- Admissions of permanent residents who had held a permit of the program before, by place and month as printed.
with chosen as (
    select card, max(vintage) as vintage
    from vintages
    where $as_of::date is null or vintage <= $as_of::date
    group by card
)
select cells.program::varchar as program, cells.province::varchar as province, cells.period as month,
       cells.printed as pr_admissions, cells.lower, cells.upper, cells.status::varchar as status,
       case when cells.printed is null then 1 else 0 end as hidden, 'printed' as provenance,
       cards.citation as source, cells.vintage::varchar as vintage
from cells
join chosen on chosen.card = cells.card and chosen.vintage = cells.vintage
join cards on cards.id = cells.card
where cells.measure = 'pr_admissions' and cells.period_kind = 'month' and cells.pr_class is null
  and ($programs::varchar[] is null or list_contains($programs::varchar[], cells.program::varchar))
  and list_contains($provinces::varchar[], cells.province::varchar)
  and ($since::date is null or cells.period >= $since::date)
  and ($until::date is null or cells.period <= $until::date)
order by program, province, month
