-- Positions on positive LMIAs by place and stream
create view positions_stream as
select year(period)::integer as year, program::varchar as program, province::varchar as province, lmia_stream::varchar as lmia_stream, printed as positions, lower, upper, status::varchar as status, card, vintage
from cells
semi join newest using (card, vintage)
where measure = 'positions' and province <> 'CA' and lmia_stream is not null;
comment on view positions_stream is 'Positions on positive LMIAs by place and stream';
comment on column positions_stream.year is 'year';
comment on column positions_stream.program is 'IMP or TFWP';
comment on column positions_stream.province is 'place of the job';
comment on column positions_stream.lmia_stream is 'stream of the LMIA';
comment on column positions_stream.positions is 'positions, exact';
comment on column positions_stream.lower is 'positions, least it can be';
comment on column positions_stream.upper is 'positions, most it can be';
comment on column positions_stream.status is 'exact';
comment on column positions_stream.card is 'the table it is read from';
comment on column positions_stream.vintage is 'as-of date of the table';
