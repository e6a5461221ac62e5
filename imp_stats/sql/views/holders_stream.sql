-- Permit holders on 31 December by program, place and stream: the finest rows printed; the place not stated has none
create view holders_stream as
select year(period)::integer as year, program::varchar as program, province::varchar as province, stream::varchar as stream, printed as holders, lower, upper, status::varchar as status, card, vintage
from cells
semi join newest using (card, vintage)
where measure = 'holders' and stream is not null and not is_total;
comment on view holders_stream is 'Permit holders on 31 December by program, place and stream: the finest rows printed; the place not stated has none';
comment on column holders_stream.year is 'year';
comment on column holders_stream.program is 'IMP or TFWP';
comment on column holders_stream.province is 'intended destination; ZZ not stated';
comment on column holders_stream.stream is 'path in the program tree';
comment on column holders_stream.holders is 'persons; null where hidden';
comment on column holders_stream.lower is 'persons, least it can be';
comment on column holders_stream.upper is 'persons, most it can be';
comment on column holders_stream.status is 'exact, rounded or suppressed';
comment on column holders_stream.card is 'the table it is read from';
comment on column holders_stream.vintage is 'as-of date of the table';
