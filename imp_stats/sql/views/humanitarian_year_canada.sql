-- Holders of humanitarian permits by year in which these became effective, Canada as printed; no part of the IMP
create view humanitarian_year_canada as
select year(period)::integer as year, case when year(vintage) = year(period) then month(vintage) else 12 end::integer as months, printed as effective_year, lower, upper, status::varchar as status, card, vintage
from cells
semi join newest using (card, vintage)
where measure = 'effective_year' and card = 'ircc-hc-citizenship' and province = 'CA';
comment on view humanitarian_year_canada is 'Holders of humanitarian permits by year in which these became effective, Canada as printed; no part of the IMP';
comment on column humanitarian_year_canada.year is 'year';
comment on column humanitarian_year_canada.months is 'how many months of the year it covers';
comment on column humanitarian_year_canada.effective_year is 'persons, once in the year; null where hidden';
comment on column humanitarian_year_canada.lower is 'persons, least it can be';
comment on column humanitarian_year_canada.upper is 'persons, most it can be';
comment on column humanitarian_year_canada.status is 'exact, rounded or suppressed';
comment on column humanitarian_year_canada.card is 'the table it is read from';
comment on column humanitarian_year_canada.vintage is 'as-of date of the table';
