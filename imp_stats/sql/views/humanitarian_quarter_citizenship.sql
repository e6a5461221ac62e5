-- Holders of humanitarian permits by quarter in which these became effective and by country of citizenship; no part of the IMP
create view humanitarian_quarter_citizenship as
select period as quarter, citizenship::varchar as citizenship, least(3, datediff('month', period, vintage) + 1)::integer as months, printed as effective_quarter, lower, upper, status::varchar as status, card, vintage
from cells
semi join newest using (card, vintage)
where measure = 'effective_quarter' and card = 'ircc-hc-citizenship' and citizenship is not null;
comment on view humanitarian_quarter_citizenship is 'Holders of humanitarian permits by quarter in which these became effective and by country of citizenship; no part of the IMP';
comment on column humanitarian_quarter_citizenship.quarter is 'first day of the quarter';
comment on column humanitarian_quarter_citizenship.citizenship is 'country of citizenship';
comment on column humanitarian_quarter_citizenship.months is 'how many months of the quarter it covers';
comment on column humanitarian_quarter_citizenship.effective_quarter is 'persons, once in the quarter; null where hidden';
comment on column humanitarian_quarter_citizenship.lower is 'persons, least it can be';
comment on column humanitarian_quarter_citizenship.upper is 'persons, most it can be';
comment on column humanitarian_quarter_citizenship.status is 'exact, rounded or suppressed';
comment on column humanitarian_quarter_citizenship.card is 'the table it is read from';
comment on column humanitarian_quarter_citizenship.vintage is 'as-of date of the table';
