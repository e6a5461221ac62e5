-- What the three articles and the press say, a row for each claim, in our words. No verdict stands here: it is computed.
select claim, article, said_by, said_on, kind, text_en, text_fr, claimed, claimed_lower, claimed_upper,
       rule_table, entry, field, pattern, relation, as_of, lineage, reason_en, reason_fr,
       certainty, source, date::varchar as vintage
from claims
where ($articles::varchar[] is null or list_contains($articles::varchar[], article))
  and ($claims::varchar[] is null or list_contains($claims::varchar[], claim))
  and ($kinds::varchar[] is null or list_contains($kinds::varchar[], kind))
order by place
