-- A count is printed once in a file: no two cells have the same measure, period and dimensions.
with keyed as (
    select hash(card, vintage, measure, period_kind, period, program, province, stream, lmia_stream, noc, citizenship,
                gender, area, skill, pr_class, npr_type) as key
    from cells
),
twins as (
    select key from keyed group by key having count(*) > 1
)
select card, vintage, min(sheet) as sheet, string_agg(cell, ', ' order by length(cell), cell) as cell,
       count(*) || ' cells count the same thing' as what
from cells
where hash(card, vintage, measure, period_kind, period, program, province, stream, lmia_stream, noc, citizenship,
           gender, area, skill, pr_class, npr_type) in (select key from twins)
group by card, vintage, measure, period_kind, period, program, province, stream, lmia_stream, noc, citizenship,
         gender, area, skill, pr_class, npr_type
having count(*) > 1
