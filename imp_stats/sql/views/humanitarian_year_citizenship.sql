-- Holders of humanitarian permits by year in which these became effective and by country of citizenship; no part of the IMP
create view humanitarian_year_citizenship as
select year(period)::integer as year, citizenship::varchar as citizenship, case when year(vintage) = year(period) then month(vintage) else 12 end::integer as months, printed as effective_year, lower, upper, status::varchar as status, card, vintage
from cells
semi join newest using (card, vintage)
where measure = 'effective_year' and card = 'ircc-hc-citizenship' and citizenship is not null;
comment on view humanitarian_year_citizenship is 'Holders of humanitarian permits by year in which these became effective and by country of citizenship; no part of the IMP';
comment on column humanitarian_year_citizenship.year is 'year';
comment on column humanitarian_year_citizenship.citizenship is 'country of citizenship';
comment on column humanitarian_year_citizenship.months is 'how many months of the year it covers';
comment on column humanitarian_year_citizenship.effective_year is 'persons, once in the year; null where hidden';
comment on column humanitarian_year_citizenship.lower is 'persons, least it can be';
comment on column humanitarian_year_citizenship.upper is 'persons, most it can be';
comment on column humanitarian_year_citizenship.status is 'exact, rounded or suppressed';
comment on column humanitarian_year_citizenship.card is 'the table it is read from';
comment on column humanitarian_year_citizenship.vintage is 'as-of date of the table';
