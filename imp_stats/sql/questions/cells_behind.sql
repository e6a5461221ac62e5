-- The printed cells behind one row of a question: by table, vintage, measure, period and the codes in the row.
-- Without $province: every row but printed Canada's. The lists of employers print no totals: all their rows. A hidden cell stays as it was printed, "--".
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
  and ($period_kind::varchar is null or cells.period_kind::varchar = $period_kind::varchar)
  and case when $pr_class::varchar is null then cells.pr_class is null else cells.pr_class::varchar = $pr_class::varchar end
  and ($citizenship::varchar is null or cells.citizenship::varchar = $citizenship::varchar)
  and ($gender::varchar is null or cells.gender::varchar = $gender::varchar)
  and ($area::varchar is null or cells.area::varchar = $area::varchar)
  and ($npr_type::varchar is null or cells.npr_type::varchar = $npr_type::varchar)
  and case when $lmia_stream::varchar is null then cells.lmia_stream is null or $measure = 'positions_listed'
           else cells.lmia_stream::varchar = $lmia_stream::varchar end
  and case when $noc::varchar is null then cells.noc is null or $measure = 'positions_listed' else cells.noc::varchar = $noc::varchar end
order by cells.province, cells.stream, cells.citizenship, cells.cell
