-- Permit holders on 31 December by program, place, stream and year: every printed row of the program tree.
-- Canada is the sum of the places that print the stream; the place not stated has no streams and is one row.
with chosen as (
    select card, max(vintage) as vintage
    from vintages
    where $as_of::date is null or vintage <= $as_of::date
    group by card
),
rows as (
    select cells.card, cells.vintage, cells.program, cells.province, cells.period,
           coalesce(cells.stream::varchar, 'not stated') as stream, cells.is_total, cells.printed, cells.lower, cells.upper, cells.status
    from cells
    join chosen on chosen.card = cells.card and chosen.vintage = cells.vintage
    where cells.measure = 'holders' and (cells.stream is not null or cells.province = 'ZZ')
      and ($programs::varchar[] is null or list_contains($programs::varchar[], cells.program::varchar))
),
leaves as (
    select distinct program, stream from rows where stream <> 'not stated' and not is_total
),
frontier as (
    select program, stream from leaves
    where not exists (
        select 1 from leaves as above
        where above.program = leaves.program and starts_with(leaves.stream, above.stream || ' > ')
    )
    union all
    select distinct program, stream from rows where stream = 'not stated'
),
asked as (
    select rows.*, case when $provinces::varchar[] is null then 'CA' else province::varchar end as place
    from rows
    join (select distinct program, stream from frontier) as frontier
      on $streams::varchar[] is null and frontier.program = rows.program and frontier.stream = rows.stream
    where $provinces::varchar[] is null or list_contains($provinces::varchar[], province::varchar)
    union all
    select rows.*, case when $provinces::varchar[] is null then 'CA' else province::varchar end as place
    from rows
    where list_contains($streams::varchar[], stream)
      and ($provinces::varchar[] is null or list_contains($provinces::varchar[], province::varchar))
)
select asked.program::varchar as program, place as province, year(period) as year, stream,
       case when count(*) = 1 then max(printed)
            else coalesce(sum(printed), 0)::bigint + 2 * (count(*) - count(printed)) end as holders,
       sum(lower)::bigint as lower, sum(upper)::bigint as upper,
       case when count(*) = 1 then max(status::varchar)
            when count(printed) < count(*) then 'estimated'
            when max(upper - lower) = 0 then 'exact' else 'rounded' end as status,
       count(*) - count(printed) as hidden,
       case when count(*) = 1 then 'printed' else 'sum of ' || count(*) || ' cells' end as provenance,
       max(cards.citation) as source, max(asked.vintage)::varchar as vintage
from asked
join cards on cards.id = asked.card
group by asked.program, place, period, stream
order by asked.program, province, stream, year
