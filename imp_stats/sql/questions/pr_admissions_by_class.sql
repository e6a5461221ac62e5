-- Admissions of permanent residents who had held a permit of the program before, by place, class and year, each class
-- from its own printed row. Canada is the sum of the places that print the class: no table prints classes for Canada.
-- Without $pr_class: the finest that every place prints. A class below one that some place prints undivided has no sum
-- for Canada. A year that its table does not cover to December comes only where $years names it.
with chosen as (
    select card, max(vintage) as vintage
    from vintages
    where $as_of::date is null or vintage <= $as_of::date
    group by card
),
rows as (
    select cells.card, cells.vintage, cells.program, cells.province, cells.period, cells.pr_class::varchar as pr_class,
           cells.is_total, cells.printed, cells.lower, cells.upper
    from cells
    join chosen on chosen.card = cells.card and chosen.vintage = cells.vintage
    where cells.measure = 'pr_admissions' and cells.period_kind = 'year' and cells.pr_class is not null
      and ($programs::varchar[] is null or list_contains($programs::varchar[], cells.program::varchar))
      and (year(cells.vintage) > year(cells.period) or month(cells.vintage) = 12
           or list_contains($years::integer[], year(cells.period)::integer))
),
leaves as (
    select distinct program, pr_class from rows where not is_total
),
below as (
    select distinct rows.program, rows.pr_class
    from rows
    join leaves on leaves.program = rows.program and starts_with(rows.pr_class, leaves.pr_class || ' > ')
),
placed as (
    select rows.*, 'CA' as place from rows
    where list_contains($provinces::varchar[], 'CA')
      and not exists (select 1 from below where below.program = rows.program and below.pr_class = rows.pr_class)
    union all
    select rows.*, province::varchar as place from rows
    where list_contains($provinces::varchar[], province::varchar)
),
asked as (
    select * from placed
    where case when $pr_class::varchar[] is not null then list_contains($pr_class::varchar[], pr_class)
               else exists (select 1 from leaves where leaves.program = placed.program and leaves.pr_class = placed.pr_class)
                    and not exists (select 1 from below where below.program = placed.program and below.pr_class = placed.pr_class) end
)
select asked.program::varchar as program, place as province, year(period) as year, pr_class,
       case when year(max(asked.vintage)) = year(period) then month(max(asked.vintage)) else 12 end as months,
       case when count(printed) < count(*) and sum(upper) = max(upper) then null
            else coalesce(sum(printed), 0)::bigint + 2 * (count(*) - count(printed)) end as pr_admissions,
       sum(lower)::bigint as lower,
       case when count(upper) = count(*) then sum(upper)::bigint end as upper,
       case when count(printed) < count(*) then case when sum(upper) = max(upper) then 'suppressed' else 'estimated' end
            when sum(upper) = sum(lower) then 'exact' else 'rounded' end as status,
       count(*) - count(printed) as hidden,
       case when count(*) = 1 then 'printed' else 'sum of ' || count(*) || ' cells' end as provenance,
       max(cards.citation) as source, max(asked.vintage)::varchar as vintage
from asked
join cards on cards.id = asked.card
group by asked.program, place, period, pr_class
order by program, province, pr_class, year
