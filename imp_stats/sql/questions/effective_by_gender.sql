-- Holders by month in which permits became effective, by gender: the sum over the table's two groups of skill level
-- ("other occupations", which are nearly all, and "not stated"). A row that is absent in a month of the file is a zero.
with chosen as (
    select card, max(vintage) as vintage
    from vintages
    where $as_of::date is null or vintage <= $as_of::date
    group by card
),
printed as (
    select cells.card, cells.vintage, cells.program, cells.gender, cells.period, count(*) as cells,
           count(*) - count(printed) as hidden, coalesce(sum(printed), 0)::bigint as printed, sum(lower)::bigint as lower,
           case when count(upper) = count(*) then sum(upper)::bigint end as upper, sum(upper) = max(upper) as is_lone
    from cells
    join chosen on chosen.card = cells.card and chosen.vintage = cells.vintage
    where cells.card = 'ircc-imp-gender' and cells.measure = 'effective_month'
      and ($programs::varchar[] is null or list_contains($programs::varchar[], cells.program::varchar))
    group by cells.card, cells.vintage, cells.program, cells.gender, cells.period
),
months as (
    select distinct card, vintage, program, period from printed
),
genders as (
    select distinct card, gender from printed
    where $genders::varchar[] is null or list_contains($genders::varchar[], gender::varchar)
)
select months.program::varchar as program, genders.gender::varchar as gender, months.period as month,
       case when printed.hidden > 0 and printed.is_lone then null
            else coalesce(printed.printed, 0) + 2 * coalesce(printed.hidden, 0) end as effective_month,
       coalesce(printed.lower, 0) as lower, case when printed.cells is null then 0 else printed.upper end as upper,
       case when printed.cells is null then 'absent' when printed.hidden > 0 and printed.is_lone then 'suppressed'
            when printed.hidden > 0 then 'estimated' when printed.lower = printed.upper then 'exact' else 'rounded'
       end as status,
       coalesce(printed.hidden, 0) as hidden,
       case when printed.cells = 1 then 'printed' else 'sum of ' || coalesce(printed.cells, 0) || ' cells' end as provenance,
       cards.citation as source, months.vintage::varchar as vintage
from months
join genders on genders.card = months.card
join cards on cards.id = months.card
left join printed
  on printed.card = months.card and printed.program = months.program and printed.period = months.period
 and printed.gender = genders.gender
order by program, gender, month
