-- Positions in the quarterly lists of employers by place, stream and occupation
create view positions_listed_quarter as
select period as quarter, program::varchar as program, province::varchar as province, lmia_stream::varchar as lmia_stream, noc::varchar as noc, noc_version, printed as positions_listed, lower, upper, status::varchar as status, card, vintage
from cells
semi join newest using (card, vintage)
where measure = 'positions_listed' and period_kind = 'quarter';
comment on view positions_listed_quarter is 'Positions in the quarterly lists of employers by place, stream and occupation';
comment on column positions_listed_quarter.quarter is 'first day of the quarter';
comment on column positions_listed_quarter.program is 'IMP or TFWP';
comment on column positions_listed_quarter.province is 'place of the job; XX head office abroad';
comment on column positions_listed_quarter.lmia_stream is 'stream of the LMIA';
comment on column positions_listed_quarter.noc is 'occupation';
comment on column positions_listed_quarter.noc_version is 'version of the NOC';
comment on column positions_listed_quarter.positions_listed is 'positions, exact';
comment on column positions_listed_quarter.lower is 'positions, least it can be';
comment on column positions_listed_quarter.upper is 'positions, most it can be';
comment on column positions_listed_quarter.status is 'exact';
comment on column positions_listed_quarter.card is 'the table it is read from';
comment on column positions_listed_quarter.vintage is 'as-of date of the table';
