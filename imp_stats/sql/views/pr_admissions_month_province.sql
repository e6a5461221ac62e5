-- Admissions of former permit holders by month and place as printed; the places make up Canada
create view pr_admissions_month_province as
select period as month, program::varchar as program, province::varchar as province, printed as pr_admissions, lower, upper, status::varchar as status, card, vintage
from cells
semi join newest using (card, vintage)
where measure = 'pr_admissions' and period_kind = 'month' and province <> 'CA' and pr_class is null;
comment on view pr_admissions_month_province is 'Admissions of former permit holders by month and place as printed; the places make up Canada';
comment on column pr_admissions_month_province.month is 'first day of the month';
comment on column pr_admissions_month_province.program is 'program of the permit held before, IMP or TFWP';
comment on column pr_admissions_month_province.province is 'intended destination; ZZ not stated';
comment on column pr_admissions_month_province.pr_admissions is 'admissions; null where hidden';
comment on column pr_admissions_month_province.lower is 'admissions, least it can be';
comment on column pr_admissions_month_province.upper is 'admissions, most it can be';
comment on column pr_admissions_month_province.status is 'exact, rounded or suppressed';
comment on column pr_admissions_month_province.card is 'the table it is read from';
comment on column pr_admissions_month_province.vintage is 'as-of date of the table';
