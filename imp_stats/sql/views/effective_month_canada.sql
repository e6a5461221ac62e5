-- Holders by month in which permits became effective, Canada as printed
create view effective_month_canada as
select period as month, program::varchar as program, printed as effective_month, lower, upper, status::varchar as status, card, vintage
from cells
semi join newest using (card, vintage)
where measure = 'effective_month' and province = 'CA' and card in ('ircc-imp-noc', 'ircc-tfwp-noc') and noc is null;
comment on view effective_month_canada is 'Holders by month in which permits became effective, Canada as printed';
comment on column effective_month_canada.month is 'first day of the month';
comment on column effective_month_canada.program is 'IMP or TFWP';
comment on column effective_month_canada.effective_month is 'persons, once in the month; null where hidden';
comment on column effective_month_canada.lower is 'persons, least it can be';
comment on column effective_month_canada.upper is 'persons, most it can be';
comment on column effective_month_canada.status is 'exact, rounded or suppressed';
comment on column effective_month_canada.card is 'the table it is read from';
comment on column effective_month_canada.vintage is 'as-of date of the table';
