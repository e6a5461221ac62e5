-- Permit holders on 31 December, Canada as printed, by program
create view holders_canada as
select year(period)::integer as year, program::varchar as program, printed as holders, lower, upper, status::varchar as status, card, vintage
from cells
semi join newest using (card, vintage)
where measure = 'holders' and province = 'CA' and stream is null;
comment on view holders_canada is 'Permit holders on 31 December, Canada as printed, by program';
comment on column holders_canada.year is 'year';
comment on column holders_canada.program is 'IMP or TFWP';
comment on column holders_canada.holders is 'persons; null where hidden';
comment on column holders_canada.lower is 'persons, least it can be';
comment on column holders_canada.upper is 'persons, most it can be';
comment on column holders_canada.status is 'exact, rounded or suppressed';
comment on column holders_canada.card is 'the table it is read from';
comment on column holders_canada.vintage is 'as-of date of the table';
