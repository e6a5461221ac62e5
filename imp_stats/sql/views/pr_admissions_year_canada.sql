-- Admissions of former permit holders by year, Canada as printed
create view pr_admissions_year_canada as
select year(period)::integer as year, program::varchar as program, case when year(vintage) = year(period) then month(vintage) else 12 end::integer as months, printed as pr_admissions, lower, upper, status::varchar as status, card, vintage
from cells
semi join newest using (card, vintage)
where measure = 'pr_admissions' and period_kind = 'year' and province = 'CA';
comment on view pr_admissions_year_canada is 'Admissions of former permit holders by year, Canada as printed';
comment on column pr_admissions_year_canada.year is 'year';
comment on column pr_admissions_year_canada.program is 'program of the permit held before, IMP or TFWP';
comment on column pr_admissions_year_canada.months is 'how many months of the year it covers';
comment on column pr_admissions_year_canada.pr_admissions is 'admissions; null where hidden';
comment on column pr_admissions_year_canada.lower is 'admissions, least it can be';
comment on column pr_admissions_year_canada.upper is 'admissions, most it can be';
comment on column pr_admissions_year_canada.status is 'exact, rounded or suppressed';
comment on column pr_admissions_year_canada.card is 'the table it is read from';
comment on column pr_admissions_year_canada.vintage is 'as-of date of the table';
