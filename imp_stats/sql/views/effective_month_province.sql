-- Holders by month in which permits became effective, by place as printed
create view effective_month_province as
select period as month, program::varchar as program, province::varchar as province, printed as effective_month, lower, upper, status::varchar as status, card, vintage
from cells
semi join newest using (card, vintage)
where measure = 'effective_month' and province <> 'CA' and card in ('ircc-imp-noc', 'ircc-tfwp-noc') and noc is null;
comment on view effective_month_province is 'Holders by month in which permits became effective, by place as printed';
comment on column effective_month_province.month is 'first day of the month';
comment on column effective_month_province.program is 'IMP or TFWP';
comment on column effective_month_province.province is 'intended destination; ZZ not stated';
comment on column effective_month_province.effective_month is 'persons, once in the month; null where hidden';
comment on column effective_month_province.lower is 'persons, least it can be';
comment on column effective_month_province.upper is 'persons, most it can be';
comment on column effective_month_province.status is 'exact, rounded or suppressed';
comment on column effective_month_province.card is 'the table it is read from';
comment on column effective_month_province.vintage is 'as-of date of the table';
