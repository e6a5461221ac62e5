-- Positions on positive LMIAs by stream, Canada as printed
create view positions_canada_stream as
select year(period)::integer as year, program::varchar as program, lmia_stream::varchar as lmia_stream, printed as positions, lower, upper, status::varchar as status, card, vintage
from cells
semi join newest using (card, vintage)
where measure = 'positions' and province = 'CA' and lmia_stream is not null;
comment on view positions_canada_stream is 'Positions on positive LMIAs by stream, Canada as printed';
comment on column positions_canada_stream.year is 'year';
comment on column positions_canada_stream.program is 'IMP or TFWP';
comment on column positions_canada_stream.lmia_stream is 'stream of the LMIA';
comment on column positions_canada_stream.positions is 'positions, exact';
comment on column positions_canada_stream.lower is 'positions, least it can be';
comment on column positions_canada_stream.upper is 'positions, most it can be';
comment on column positions_canada_stream.status is 'exact';
comment on column positions_canada_stream.card is 'the table it is read from';
comment on column positions_canada_stream.vintage is 'as-of date of the table';
