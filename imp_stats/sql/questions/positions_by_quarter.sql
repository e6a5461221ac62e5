-- Positions in ESDC's quarterly lists of employers, added up: exact counts of jobs. CA is the sum of all places, head
-- offices abroad among them. Within a list that is held no row is a zero; a code is asked only of lists by its version
-- of the NOC, and a stream only of lists that have it anywhere: elsewhere nothing is said of them.
with quarters as (
    select distinct card, vintage, program, period as quarter, noc_version
    from cells
    where measure = 'positions_listed' and period_kind = 'quarter'
      and ($as_of::date is null or vintage <= $as_of::date)
      and ($since::date is null or period >= $since::date)
      and ($until::date is null or period <= $until::date)
),
places as (
    select code as province from provinces where list_contains($provinces::varchar[], code) and code <> 'ZZ'
),
streams as (
    select null::varchar as lmia_stream where $lmia_streams::varchar[] is null
    union all
    select lmia_stream from lmia_streams where list_contains($lmia_streams::varchar[], lmia_stream)
),
nocs as (
    select null::varchar as noc, null::varchar as noc_version where $nocs::varchar[] is null
    union all
    select noc, case when noc <> 'not stated' then noc_version end
    from occupations
    where list_contains($nocs::varchar[], noc) and noc <> 'other'
),
streams_listed as (
    select distinct card, vintage, lmia_stream::varchar as lmia_stream
    from cells
    where measure = 'positions_listed' and lmia_stream is not null
),
asked as (
    select quarters.card, quarters.vintage, quarters.program, places.province, quarters.quarter, streams.lmia_stream,
           nocs.noc, quarters.noc_version
    from quarters
    cross join places
    cross join streams
    join nocs on nocs.noc_version is null or nocs.noc_version = quarters.noc_version
    left join streams_listed
      on streams_listed.card = quarters.card and streams_listed.vintage = quarters.vintage
     and streams_listed.lmia_stream = streams.lmia_stream
    where streams.lmia_stream is null or streams_listed.lmia_stream is not null
)
select asked.program::varchar as program, asked.province, asked.quarter, asked.lmia_stream, asked.noc, asked.noc_version,
       coalesce(sum(cells.printed), 0)::bigint as positions_listed, coalesce(sum(cells.lower), 0)::bigint as lower,
       coalesce(sum(cells.upper), 0)::bigint as upper, 'exact' as status, 0 as hidden,
       'sum of ' || count(cells.cell) || ' cells' as provenance,
       cards.citation as source, asked.vintage::varchar as vintage
from asked
join cards on cards.id = asked.card
left join cells
  on cells.card = asked.card and cells.vintage = asked.vintage and cells.period = asked.quarter
 and cells.measure = 'positions_listed' and cells.period_kind = 'quarter'
 and (asked.province = 'CA' or cells.province::varchar = asked.province)
 and (asked.lmia_stream is null or cells.lmia_stream::varchar = asked.lmia_stream)
 and (asked.noc is null or cells.noc::varchar = asked.noc)
group by asked.program, asked.province, asked.quarter, asked.lmia_stream, asked.noc, asked.noc_version, cards.citation,
         asked.vintage
order by asked.program nulls last, asked.province nulls last, asked.quarter nulls last, asked.lmia_stream nulls last,
         asked.noc nulls last
