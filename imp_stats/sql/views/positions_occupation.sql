-- Positions on positive LMIAs by place and occupation
create view positions_occupation as
select year(period)::integer as year, program::varchar as program, province::varchar as province, noc::varchar as noc, printed as positions, lower, upper, status::varchar as status, card, vintage
from cells
semi join newest using (card, vintage)
where measure = 'positions' and province <> 'CA' and noc is not null;
comment on view positions_occupation is 'Positions on positive LMIAs by place and occupation';
comment on column positions_occupation.year is 'year';
comment on column positions_occupation.program is 'IMP or TFWP';
comment on column positions_occupation.province is 'intended destination; ZZ not stated';
comment on column positions_occupation.noc is 'occupation, NOC 2011';
comment on column positions_occupation.positions is 'positions, exact; null where hidden';
comment on column positions_occupation.lower is 'positions, least it can be';
comment on column positions_occupation.upper is 'positions, most it can be';
comment on column positions_occupation.status is 'exact, rounded or suppressed';
comment on column positions_occupation.card is 'the table it is read from';
comment on column positions_occupation.vintage is 'as-of date of the table';
