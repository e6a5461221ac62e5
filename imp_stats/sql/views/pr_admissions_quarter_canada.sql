-- Admissions of former permit holders by quarter, Canada as printed
create view pr_admissions_quarter_canada as
select period as quarter, program::varchar as program, least(3, datediff('month', period, vintage) + 1)::integer as months, printed as pr_admissions, lower, upper, status::varchar as status, card, vintage
from cells
semi join newest using (card, vintage)
where measure = 'pr_admissions' and period_kind = 'quarter' and province = 'CA';
comment on view pr_admissions_quarter_canada is 'Admissions of former permit holders by quarter, Canada as printed';
comment on column pr_admissions_quarter_canada.quarter is 'first day of the quarter';
comment on column pr_admissions_quarter_canada.program is 'program of the permit held before, IMP or TFWP';
comment on column pr_admissions_quarter_canada.months is 'how many months of the quarter it covers';
comment on column pr_admissions_quarter_canada.pr_admissions is 'admissions; null where hidden';
comment on column pr_admissions_quarter_canada.lower is 'admissions, least it can be';
comment on column pr_admissions_quarter_canada.upper is 'admissions, most it can be';
comment on column pr_admissions_quarter_canada.status is 'exact, rounded or suppressed';
comment on column pr_admissions_quarter_canada.card is 'the table it is read from';
comment on column pr_admissions_quarter_canada.vintage is 'as-of date of the table';
