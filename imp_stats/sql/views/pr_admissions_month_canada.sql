-- Admissions of former permit holders by month, Canada as printed
create view pr_admissions_month_canada as
select period as month, program::varchar as program, printed as pr_admissions, lower, upper, status::varchar as status, card, vintage
from cells
semi join newest using (card, vintage)
where measure = 'pr_admissions' and period_kind = 'month' and province = 'CA';
comment on view pr_admissions_month_canada is 'Admissions of former permit holders by month, Canada as printed';
comment on column pr_admissions_month_canada.month is 'first day of the month';
comment on column pr_admissions_month_canada.program is 'program of the permit held before, IMP or TFWP';
comment on column pr_admissions_month_canada.pr_admissions is 'admissions; null where hidden';
comment on column pr_admissions_month_canada.lower is 'admissions, least it can be';
comment on column pr_admissions_month_canada.upper is 'admissions, most it can be';
comment on column pr_admissions_month_canada.status is 'exact, rounded or suppressed';
comment on column pr_admissions_month_canada.card is 'the table it is read from';
comment on column pr_admissions_month_canada.vintage is 'as-of date of the table';
