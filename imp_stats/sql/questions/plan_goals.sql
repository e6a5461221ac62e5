-- What the levels plans aim at or project beside their targets, by plan, goal and year.
select plan, goal, first_year, year, relation, persons, share, text_en, text_fr, certainty, source, date::varchar as vintage
from plan_goals
where ($plans::varchar[] is null or list_contains($plans::varchar[], plan))
order by plan, goal, first_year, year
