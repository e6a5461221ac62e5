-- The programs for which a measure is held in any vintage, with the oldest vintage of each.
select program::varchar as program, min(vintage)::varchar as vintage
from cells
where measure::varchar = $measure
group by program
order by program
