-- LMIA exemption codes of the IMP, with what they were before 15 December 2022 and the row in which they are thought to fall.
select code, code_before, since, until, section, section_before, title_en, title_fr, also_called,
       permit, permit_note_en, permit_note_fr, offer_and_fee, offer_note_en, offer_note_fr, duration_en, duration_fr,
       stream, stream_certainty, outside_imp, confused_with, note_en, note_fr, details_certainty, details_source, certainty, source, date::varchar as vintage
from exemption_codes
where ($codes::varchar[] is null or list_contains($codes::varchar[], code))
  and ($was::varchar[] is null or list_contains($was::varchar[], code_before))
  and ($streams::varchar[] is null or list_has_any(string_split(stream, ';'), $streams::varchar[]))
  and ($sections::varchar[] is null or list_contains($sections::varchar[], section))
  and ($permits::varchar[] is null or list_contains($permits::varchar[], permit) or permit = 'either')
order by code
