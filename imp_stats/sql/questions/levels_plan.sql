-- Targets of the Immigration Levels Plans: new arrivals aimed for, by plan, year and program.
select plan, program, year, category, target,
       coalesce(target_lower, target) as lower, coalesce(target_upper, target) as upper,
       is_notional, counts_en, counts_fr, certainty, source, date::varchar as vintage
from levels_plan
where ($plans::varchar[] is null or list_contains($plans::varchar[], plan))
  and ($programs::varchar[] is null or list_contains($programs::varchar[], program))
  and ($years::integer[] is null or list_contains($years::integer[], year))
  and ($as_of::date is null or date <= $as_of::date)
order by plan, program, category nulls first, year
