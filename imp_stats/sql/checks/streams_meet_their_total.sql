-- A stream's printed total and its parts meet: their intervals intersect, in every place and year.
with streams as (
    select card, vintage, sheet, cell, period, program, province, stream, lower, upper,
           case when contains(stream, ' > ')
                then left(stream, length(stream) - length(split_part(stream, ' > ', -1)) - 3)
                else '' end as parent
    from cells
    where stream is not null
),
parts as (
    select card, vintage, period, program, province, parent, sum(lower) as lower, sum(upper) as upper,
           string_agg(cell, ', ' order by length(cell), cell) as cells
    from streams
    group by card, vintage, period, program, province, parent
),
wholes as (
    select card, vintage, sheet, cell, period, program, province, coalesce(stream, '') as stream, lower, upper
    from cells
    where measure = 'holders' and province <> 'CA'
)
select wholes.card, wholes.vintage, wholes.sheet, wholes.cell,
       'the total [' || wholes.lower || ', ' || wholes.upper || '] and its parts ' || parts.cells
       || ' [' || parts.lower || ', ' || parts.upper || '] do not meet' as what
from wholes
join parts
  on parts.card = wholes.card and parts.vintage = wholes.vintage and parts.period = wholes.period
 and parts.program = wholes.program and parts.province = wholes.province and parts.parent = wholes.stream
where parts.upper < wholes.lower or parts.lower > wholes.upper
