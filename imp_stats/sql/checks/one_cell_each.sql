-- A count is printed once in a file: no two cells have the same measure, period and dimensions.
select card, vintage, min(sheet) as sheet, string_agg(cell, ', ' order by length(cell), cell) as cell,
       count(*) || ' cells count the same thing' as what
from cells
group by card, vintage, measure, period_kind, period, program, province, stream, noc, citizenship
having count(*) > 1
