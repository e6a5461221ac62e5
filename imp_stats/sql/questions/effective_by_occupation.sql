-- Holders by year in which permits became effective, by place and occupation, each person once in a cell.
-- Canada by occupation is printed nowhere: it is the sum over places, in which people of two places count twice.
-- The lower bound gives way by that excess: what the places' printed totals exceed printed Canada by.
with chosen as (
    select card, max(vintage) as vintage
    from vintages
    where $as_of::date is null or vintage <= $as_of::date
    group by card
),
rows as (
    select cells.card, cells.vintage, cells.program, cells.province::varchar as province, year(cells.period) as year,
           cells.noc::varchar as noc, cells.printed, cells.lower, cells.upper, cells.status::varchar as status
    from cells
    join chosen on chosen.card = cells.card and chosen.vintage = cells.vintage
    where cells.measure = 'effective_year'
      and ($years::integer[] is null or list_contains($years::integer[], year(cells.period)::integer))
),
excess as (
    select card, year,
           greatest(0, sum(case when province <> 'CA' then upper else 0 end)
                       - sum(case when province = 'CA' then lower else 0 end)) as persons
    from rows
    where noc is null
    group by card, year
),
canada as (
    select rows.card, rows.vintage, rows.program, 'CA' as province, rows.year, rows.noc,
           case when count(rows.printed) < count(*) and sum(rows.upper) = max(rows.upper) then null
                else coalesce(sum(rows.printed), 0)::bigint + 2 * (count(*) - count(rows.printed)) end as effective_year,
           greatest(max(rows.lower), sum(rows.lower) - max(excess.persons))::bigint as lower,
           case when count(rows.upper) = count(*) then sum(rows.upper)::bigint end as upper,
           case when count(rows.printed) < count(*)
                then case when sum(rows.upper) = max(rows.upper) then 'suppressed' else 'estimated' end
                when sum(rows.upper) = sum(rows.lower) then 'exact' else 'rounded' end as status,
           count(*) - count(rows.printed) as hidden,
           case when count(*) = 1 then 'printed' else 'sum of ' || count(*) || ' cells' end as provenance
    from rows
    join excess on excess.card = rows.card and excess.year = rows.year
    where rows.noc is not null
    group by rows.card, rows.vintage, rows.program, rows.year, rows.noc
),
places as (
    select card, vintage, program, province, year, noc, printed as effective_year, lower, upper, status,
           case when printed is null then 1 else 0 end as hidden, 'printed' as provenance
    from rows
    where noc is not null
),
both_kinds as (
    select * from canada
    union all
    select * from places
)
select both_kinds.program::varchar as program, both_kinds.province, both_kinds.year, both_kinds.noc,
       both_kinds.effective_year, both_kinds.lower, both_kinds.upper, both_kinds.status, both_kinds.hidden,
       both_kinds.provenance, cards.citation as source, both_kinds.vintage::varchar as vintage
from both_kinds
join cards on cards.id = both_kinds.card
where list_contains($provinces::varchar[], both_kinds.province)
  and ($nocs::varchar[] is null or list_contains($nocs::varchar[], both_kinds.noc))
order by province, year, noc
