-- New arrivals as published, by program and by year or month; the newest release of each period, unless a date is given.
with dated as (
    select *, row_number() over (
        partition by program, year, month order by vintage desc, is_derived
    ) as place
    from arrivals
    where $as_of::date is null or date <= $as_of::date
)
select program, year, make_date(year, coalesce(month, 1), 1) as month, arrivals, lower, upper, is_derived,
       certainty, note_en as note, source, vintage
from dated
where place = 1
  and ($programs::varchar[] is null or list_contains($programs::varchar[], program))
  and (month is null) = $whole_years::boolean
order by program, year, dated.month
