-- Holders of humanitarian permits by month in which these became effective, Canada as printed; no part of the IMP
create view humanitarian_month_canada as
select period as month, printed as effective_month, lower, upper, status::varchar as status, card, vintage
from cells
semi join newest using (card, vintage)
where measure = 'effective_month' and card = 'ircc-hc-citizenship' and province = 'CA';
comment on view humanitarian_month_canada is 'Holders of humanitarian permits by month in which these became effective, Canada as printed; no part of the IMP';
comment on column humanitarian_month_canada.month is 'first day of the month';
comment on column humanitarian_month_canada.effective_month is 'persons, once in the month; null where hidden';
comment on column humanitarian_month_canada.lower is 'persons, least it can be';
comment on column humanitarian_month_canada.upper is 'persons, most it can be';
comment on column humanitarian_month_canada.status is 'exact, rounded or suppressed';
comment on column humanitarian_month_canada.card is 'the table it is read from';
comment on column humanitarian_month_canada.vintage is 'as-of date of the table';
