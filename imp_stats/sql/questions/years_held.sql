-- The programs and years for which a measure is held, in any vintage on or before a date.
select distinct cells.program::varchar as program, year(cells.period) as year
from cells
where cells.measure::varchar = $measure and ($as_of::date is null or cells.vintage <= $as_of::date)
order by program, year
