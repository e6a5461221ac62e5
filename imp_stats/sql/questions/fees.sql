-- Amounts of fees in Canadian dollars, each with the days on which it is known to apply; on a day those that apply then.
select fee, payer, routes, label_en, label_fr, amount_cad::double as amount, amount_kind, per, since, since_precision, until,
       section, exempt_en, exempt_fr, note_en, note_fr, certainty, source, date::varchar as vintage
from fees
where ($routes::varchar[] is null or list_has_any(string_split(routes, ';'), $routes::varchar[]))
  and ($payers::varchar[] is null or list_contains($payers::varchar[], payer))
  and ($on::date is null or (since <= $on::date and $on::date <= coalesce(until, $on::date)))
order by payer, fee, since
