-- Holders of humanitarian permits by quarter in which these became effective, Canada as printed; no part of the IMP
create view humanitarian_quarter_canada as
select period as quarter, least(3, datediff('month', period, vintage) + 1)::integer as months, printed as effective_quarter, lower, upper, status::varchar as status, card, vintage
from cells
semi join newest using (card, vintage)
where measure = 'effective_quarter' and card = 'ircc-hc-citizenship' and province = 'CA';
comment on view humanitarian_quarter_canada is 'Holders of humanitarian permits by quarter in which these became effective, Canada as printed; no part of the IMP';
comment on column humanitarian_quarter_canada.quarter is 'first day of the quarter';
comment on column humanitarian_quarter_canada.months is 'how many months of the quarter it covers';
comment on column humanitarian_quarter_canada.effective_quarter is 'persons, once in the quarter; null where hidden';
comment on column humanitarian_quarter_canada.lower is 'persons, least it can be';
comment on column humanitarian_quarter_canada.upper is 'persons, most it can be';
comment on column humanitarian_quarter_canada.status is 'exact, rounded or suppressed';
comment on column humanitarian_quarter_canada.card is 'the table it is read from';
comment on column humanitarian_quarter_canada.vintage is 'as-of date of the table';
