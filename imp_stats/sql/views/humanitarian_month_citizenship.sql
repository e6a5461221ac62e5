-- Holders of humanitarian permits by month in which these became effective and by country of citizenship; no part of the IMP
create view humanitarian_month_citizenship as
select period as month, citizenship::varchar as citizenship, printed as effective_month, lower, upper, status::varchar as status, card, vintage
from cells
semi join newest using (card, vintage)
where measure = 'effective_month' and card = 'ircc-hc-citizenship' and citizenship is not null;
comment on view humanitarian_month_citizenship is 'Holders of humanitarian permits by month in which these became effective and by country of citizenship; no part of the IMP';
comment on column humanitarian_month_citizenship.month is 'first day of the month';
comment on column humanitarian_month_citizenship.citizenship is 'country of citizenship';
comment on column humanitarian_month_citizenship.effective_month is 'persons, once in the month; null where hidden';
comment on column humanitarian_month_citizenship.lower is 'persons, least it can be';
comment on column humanitarian_month_citizenship.upper is 'persons, most it can be';
comment on column humanitarian_month_citizenship.status is 'exact, rounded or suppressed';
comment on column humanitarian_month_citizenship.card is 'the table it is read from';
comment on column humanitarian_month_citizenship.vintage is 'as-of date of the table';
