-- Breaks in the series, by date: what changed in the counting, for which measures and programs, with certainty.
select break, kind, break_date as date, break_date_end as until, break_date_precision as date_precision,
       measures, programs, dimensions, provinces, streams, noc, label_en, label_fr, effect_en, effect_fr, certainty, source
from breaks
where ($measures::varchar[] is null or list_has_any(string_split(measures, ';'), $measures::varchar[]))
  and ($programs::varchar[] is null or list_has_any(string_split(programs, ';'), $programs::varchar[]))
order by break_date, break
