-- Holders by quarter in which permits became effective, Canada as printed
create view effective_quarter_canada as
select period as quarter, program::varchar as program, printed as effective_quarter, lower, upper, status::varchar as status, card, vintage
from cells
semi join newest using (card, vintage)
semi join answering using (measure, program, card)
where measure = 'effective_quarter' and province = 'CA' and program <> 'HC' and noc is null and stream is null
  and citizenship is null and gender is null and area is null and skill is null;
comment on view effective_quarter_canada is 'Holders by quarter in which permits became effective, Canada as printed';
comment on column effective_quarter_canada.quarter is 'first day of the quarter';
comment on column effective_quarter_canada.program is 'IMP or TFWP';
comment on column effective_quarter_canada.effective_quarter is 'persons, once in the quarter; null where hidden';
comment on column effective_quarter_canada.lower is 'persons, least it can be';
comment on column effective_quarter_canada.upper is 'persons, most it can be';
comment on column effective_quarter_canada.status is 'exact, rounded or suppressed';
comment on column effective_quarter_canada.card is 'the table it is read from';
comment on column effective_quarter_canada.vintage is 'as-of date of the table';
