-- Permit holders on 31 December by program and place as printed; the places make up Canada
create view holders_province as
select year(period)::integer as year, program::varchar as program, province::varchar as province, printed as holders, lower, upper, status::varchar as status, card, vintage
from cells
semi join newest using (card, vintage)
where measure = 'holders' and province <> 'CA' and stream is null;
comment on view holders_province is 'Permit holders on 31 December by program and place as printed; the places make up Canada';
comment on column holders_province.year is 'year';
comment on column holders_province.program is 'IMP or TFWP';
comment on column holders_province.province is 'intended destination; ZZ not stated';
comment on column holders_province.holders is 'persons; null where hidden';
comment on column holders_province.lower is 'persons, least it can be';
comment on column holders_province.upper is 'persons, most it can be';
comment on column holders_province.status is 'exact, rounded or suppressed';
comment on column holders_province.card is 'the table it is read from';
comment on column holders_province.vintage is 'as-of date of the table';
