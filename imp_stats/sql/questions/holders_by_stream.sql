-- Permit holders on 31 December by program, place, stream and year, each stream from its own printed row.
-- Canada is the sum of the places that print the stream; the place not stated has no streams and is one row.
-- Without $streams: the finest that every place prints. A stream below one that some place prints undivided has no sum
-- for Canada: those whom that place does not divide would be missing.
with chosen as (
    select card, max(vintage) as vintage
    from vintages
    where $as_of::date is null or vintage <= $as_of::date
    group by card
),
rows as (
    select cells.card, cells.vintage, cells.program, cells.province, cells.period,
           coalesce(cells.stream::varchar, 'not stated') as stream, cells.is_total and cells.stream is not null as is_divided,
           cells.printed, cells.lower, cells.upper, cells.status
    from cells
    join chosen on chosen.card = cells.card and chosen.vintage = cells.vintage
    where cells.measure = 'holders' and (cells.stream is not null or cells.province = 'ZZ')
      and ($programs::varchar[] is null or list_contains($programs::varchar[], cells.program::varchar))
),
leaves as (
    select distinct program, stream from rows where not is_divided
),
below as (
    select distinct rows.program, rows.stream
    from rows
    join leaves on leaves.program = rows.program and starts_with(rows.stream, leaves.stream || ' > ')
),
placed as (
    select rows.*, 'CA' as place from rows
    where list_contains($provinces::varchar[], 'CA')
      and not exists (select 1 from below where below.program = rows.program and below.stream = rows.stream)
    union all
    select rows.*, province::varchar as place from rows
    where list_contains($provinces::varchar[], province::varchar)
),
asked as (
    select * from placed
    where case when $streams::varchar[] is not null then list_contains($streams::varchar[], stream)
               else exists (select 1 from leaves where leaves.program = placed.program and leaves.stream = placed.stream)
                    and not exists (select 1 from below where below.program = placed.program and below.stream = placed.stream) end
)
select asked.program::varchar as program, place as province, year(period) as year, stream,
       case when count(printed) < count(*) and sum(upper) = max(upper) then null
            else coalesce(sum(printed), 0)::bigint + 2 * (count(*) - count(printed)) end as holders,
       sum(lower)::bigint as lower,
       case when count(upper) = count(*) then sum(upper)::bigint end as upper,
       case when count(printed) < count(*) then case when sum(upper) = max(upper) then 'suppressed' else 'estimated' end
            when sum(upper) = sum(lower) then 'exact' else 'rounded' end as status,
       count(*) - count(printed) as hidden,
       case when count(*) = 1 then 'printed' else 'sum of ' || count(*) || ' cells' end as provenance,
       max(cards.citation) as source, max(asked.vintage)::varchar as vintage
from asked
join cards on cards.id = asked.card
group by asked.program, place, period, stream
order by program, province, stream, year
