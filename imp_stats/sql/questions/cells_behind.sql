-- The printed cells behind one row of a question: by table, vintage, measure, period and the codes in the row.
-- Without $province: every row but printed Canada's. A hidden cell stays as it was printed, "--".
select coalesce(cells.sheet, '') as sheet, cells.cell, cells.province::varchar as province, cells.stream::varchar as stream,
       cells.noc::varchar as noc, cells.citizenship::varchar as citizenship,
       case when cells.printed is null then '--' else cells.printed::varchar end as printed,
       cells.lower, cells.upper, cells.status::varchar as status
from cells
join cards on cards.id = cells.card
where cards.citation = $source and cells.vintage = $vintage::date and cells.measure::varchar = $measure
  and cells.period between $first::date and $last::date
  and ($program::varchar is null or cells.program::varchar = $program::varchar)
  and case when $province::varchar is null then cells.province is null or cells.province <> 'CA'
           else cells.province::varchar = $province::varchar end
  and case when $streams::varchar[] is null then cells.stream is null
           else list_contains($streams::varchar[], cells.stream::varchar) end
  and case when $noc::varchar is null then cells.noc is null else cells.noc::varchar = $noc::varchar end
order by cells.province, cells.stream, cells.citizenship, cells.cell
