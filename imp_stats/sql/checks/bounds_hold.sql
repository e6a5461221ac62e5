-- Every cell's bounds are in order, hold what is printed, and agree with its status.
select card, vintage, sheet, cell,
       'bounds [' || lower || ', ' || coalesce(upper::varchar, 'open') || '] do not fit ' || coalesce(printed::varchar, '--') || ' (' || status || ')' as what
from cells
where lower < 0
   or lower > upper
   or (printed is not null and (printed < lower or printed > upper))
   or (status = 'suppressed') <> (printed is null)
   or (status = 'exact' and (lower <> printed or upper <> printed))
