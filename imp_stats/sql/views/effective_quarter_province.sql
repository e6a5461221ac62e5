-- Holders by quarter in which permits became effective, by place as printed
create view effective_quarter_province as
select period as quarter, program::varchar as program, province::varchar as province, printed as effective_quarter, lower, upper, status::varchar as status, card, vintage
from cells
semi join newest using (card, vintage)
semi join answering using (measure, program, card)
where measure = 'effective_quarter' and province <> 'CA' and program <> 'HC' and noc is null and stream is null
  and citizenship is null and gender is null and area is null and skill is null;
comment on view effective_quarter_province is 'Holders by quarter in which permits became effective, by place as printed';
comment on column effective_quarter_province.quarter is 'first day of the quarter';
comment on column effective_quarter_province.program is 'IMP or TFWP';
comment on column effective_quarter_province.province is 'intended destination; ZZ not stated';
comment on column effective_quarter_province.effective_quarter is 'persons, once in the quarter; null where hidden';
comment on column effective_quarter_province.lower is 'persons, least it can be';
comment on column effective_quarter_province.upper is 'persons, most it can be';
comment on column effective_quarter_province.status is 'exact, rounded or suppressed';
comment on column effective_quarter_province.card is 'the table it is read from';
comment on column effective_quarter_province.vintage is 'as-of date of the table';
