-- Of several workbooks that print the same count, the one that answers: one that prints places, then the newest.
create view answering as
with tables as (
    select measure, program, card, max(vintage) as vintage, count(*) > count(case when province = 'CA' then 1 end) as has_places
    from cells
    semi join newest using (card, vintage)
    where measure in ('effective_quarter', 'effective_year') and province is not null and stream is null and noc is null
      and gender is null and citizenship is null and area is null and skill is null
    group by measure, program, card
)
select measure, program, max_by(card, row(has_places, vintage, card)) as card
from tables
group by measure, program;
comment on view answering is 'Of several workbooks that print the same count, the one that answers: one that prints places, then the newest';
comment on column answering.measure is 'what is counted: id in measures';
comment on column answering.program is 'IMP, TFWP or HC';
comment on column answering.card is 'the table: id of its card';
