-- Positions in the lists of employers of half years by place, stream and occupation
create view positions_listed_half as
select period as half, program::varchar as program, province::varchar as province, lmia_stream::varchar as lmia_stream, noc::varchar as noc, noc_version, printed as positions_listed, lower, upper, status::varchar as status, card, vintage
from cells
semi join newest using (card, vintage)
where measure = 'positions_listed' and period_kind = 'half';
comment on view positions_listed_half is 'Positions in the lists of employers of half years by place, stream and occupation';
comment on column positions_listed_half.half is 'first day of the half year';
comment on column positions_listed_half.program is 'IMP or TFWP';
comment on column positions_listed_half.province is 'place of the job; XX head office abroad';
comment on column positions_listed_half.lmia_stream is 'stream of the LMIA';
comment on column positions_listed_half.noc is 'occupation';
comment on column positions_listed_half.noc_version is 'version of the NOC';
comment on column positions_listed_half.positions_listed is 'positions, exact';
comment on column positions_listed_half.lower is 'positions, least it can be';
comment on column positions_listed_half.upper is 'positions, most it can be';
comment on column positions_listed_half.status is 'exact';
comment on column positions_listed_half.card is 'the table it is read from';
comment on column positions_listed_half.vintage is 'as-of date of the table';
