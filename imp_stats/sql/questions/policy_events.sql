-- Events of policy and of data, by date, with certainty.
select event, date, date_end as until, date_precision, program, kind, streams, event_en, event_fr, short_en, short_fr, note_en, note_fr,
       certainty, source
from policy_events
where ($programs::varchar[] is null or list_contains($programs::varchar[], program) or program = 'both')
  and ($kinds::varchar[] is null or list_contains($kinds::varchar[], kind))
  and ($since::date is null or date >= $since::date)
  and ($until::date is null or date <= $until::date)
order by date, event
