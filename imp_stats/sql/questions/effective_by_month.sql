-- Holders by month in which permits became effective. Canada: the sum over countries of citizenship, in which
-- a country with no row in a month is a zero. A place: its printed row in the workbook by occupation. Humanitarian
-- permits, no part of the IMP: printed Canada, and only where $programs names them.
with chosen as (
    select card, max(vintage) as vintage
    from vintages
    where $as_of::date is null or vintage <= $as_of::date
    group by card
),
canada as (
    select cells.card, cells.vintage, cells.program, 'CA' as province, cells.period as month,
           coalesce(sum(printed), 0)::bigint + 2 * (count(*) - count(printed)) as effective_month,
           sum(lower)::bigint as lower,
           case when count(upper) = count(*) then sum(upper)::bigint end as upper,
           case when count(printed) < count(*) then 'estimated' else 'rounded' end as status,
           count(*) - count(printed) as hidden, 'sum of ' || count(*) || ' cells' as provenance
    from cells
    join chosen on chosen.card = cells.card and chosen.vintage = cells.vintage
    where cells.card in ('ircc-imp-citizenship', 'ircc-tfwp-citizenship')
      and cells.measure = 'effective_month' and cells.citizenship is not null
    group by cells.card, cells.vintage, cells.program, cells.period
),
places as (
    select cells.card, cells.vintage, cells.program, cells.province::varchar as province, cells.period as month,
           cells.printed as effective_month, cells.lower, cells.upper, cells.status::varchar as status,
           case when cells.printed is null then 1 else 0 end as hidden, 'printed' as provenance
    from cells
    join chosen on chosen.card = cells.card and chosen.vintage = cells.vintage
    where cells.card in ('ircc-imp-noc', 'ircc-tfwp-noc')
      and cells.measure = 'effective_month' and cells.province <> 'CA' and cells.noc is null
),
humanitarian as (
    select cells.card, cells.vintage, cells.program, cells.province::varchar as province, cells.period as month,
           cells.printed as effective_month, cells.lower, cells.upper, cells.status::varchar as status,
           case when cells.printed is null then 1 else 0 end as hidden, 'printed' as provenance
    from cells
    join chosen on chosen.card = cells.card and chosen.vintage = cells.vintage
    where cells.card = 'ircc-hc-citizenship' and cells.measure = 'effective_month' and cells.province = 'CA'
      and list_contains($programs::varchar[], 'HC')
),
both_kinds as (
    select * from canada
    union all
    select * from places
    union all
    select * from humanitarian
)
select both_kinds.program::varchar as program, province, month, effective_month, lower, upper, status, hidden, provenance,
       cards.citation as source, both_kinds.vintage::varchar as vintage
from both_kinds
join cards on cards.id = both_kinds.card
where ($programs::varchar[] is null or list_contains($programs::varchar[], both_kinds.program::varchar))
  and list_contains($provinces::varchar[], province)
  and ($since::date is null or month >= $since::date)
  and ($until::date is null or month <= $until::date)
order by program, province, month
