-- Admissions of former permit holders by year and place as printed; the places make up Canada
create view pr_admissions_year_province as
select year(period)::integer as year, program::varchar as program, province::varchar as province, case when year(vintage) = year(period) then month(vintage) else 12 end::integer as months, printed as pr_admissions, lower, upper, status::varchar as status, card, vintage
from cells
semi join newest using (card, vintage)
where measure = 'pr_admissions' and period_kind = 'year' and province <> 'CA' and pr_class is null;
comment on view pr_admissions_year_province is 'Admissions of former permit holders by year and place as printed; the places make up Canada';
comment on column pr_admissions_year_province.year is 'year';
comment on column pr_admissions_year_province.program is 'program of the permit held before, IMP or TFWP';
comment on column pr_admissions_year_province.province is 'intended destination; ZZ not stated';
comment on column pr_admissions_year_province.months is 'how many months of the year it covers';
comment on column pr_admissions_year_province.pr_admissions is 'admissions; null where hidden';
comment on column pr_admissions_year_province.lower is 'admissions, least it can be';
comment on column pr_admissions_year_province.upper is 'admissions, most it can be';
comment on column pr_admissions_year_province.status is 'exact, rounded or suppressed';
comment on column pr_admissions_year_province.card is 'the table it is read from';
comment on column pr_admissions_year_province.vintage is 'as-of date of the table';
