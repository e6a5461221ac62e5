-- Figures as others published them, each with measure, vintage, certainty and lineage.
select figure, measure, program, province, stream, category, year, period, label_en, label_fr, printed_as, value, lower, upper,
       certainty, lineage, publisher, source, vintage, note_en
from published_figures
where ($measures::varchar[] is null or list_contains($measures::varchar[], measure))
  and ($programs::varchar[] is null or list_contains($programs::varchar[], program))
  and ($years::integer[] is null or list_contains($years::integer[], year))
  and ($as_of::date is null or date <= $as_of::date)
order by year, measure, vintage nulls last, program, figure
