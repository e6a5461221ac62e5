-- Admissions of former permit holders by quarter, place and class: the finest rows printed
create view pr_admissions_quarter_class as
select period as quarter, program::varchar as program, province::varchar as province, pr_class::varchar as pr_class, least(3, datediff('month', period, vintage) + 1)::integer as months, printed as pr_admissions, lower, upper, status::varchar as status, card, vintage
from cells
semi join newest using (card, vintage)
where measure = 'pr_admissions' and period_kind = 'quarter' and pr_class is not null and not is_total;
comment on view pr_admissions_quarter_class is 'Admissions of former permit holders by quarter, place and class: the finest rows printed';
comment on column pr_admissions_quarter_class.quarter is 'first day of the quarter';
comment on column pr_admissions_quarter_class.program is 'program of the permit held before, IMP or TFWP';
comment on column pr_admissions_quarter_class.province is 'intended destination; ZZ not stated';
comment on column pr_admissions_quarter_class.pr_class is 'path in the tree of classes';
comment on column pr_admissions_quarter_class.months is 'how many months of the quarter it covers';
comment on column pr_admissions_quarter_class.pr_admissions is 'admissions; null where hidden';
comment on column pr_admissions_quarter_class.lower is 'admissions, least it can be';
comment on column pr_admissions_quarter_class.upper is 'admissions, most it can be';
comment on column pr_admissions_quarter_class.status is 'exact, rounded or suppressed';
comment on column pr_admissions_quarter_class.card is 'the table it is read from';
comment on column pr_admissions_quarter_class.vintage is 'as-of date of the table';
