-- Positions on positive LMIAs by place as printed
create view positions_province as
select year(period)::integer as year, program::varchar as program, province::varchar as province, printed as positions, lower, upper, status::varchar as status, card, vintage
from cells
semi join newest using (card, vintage)
where card = 'esdc-positions-noc' and province <> 'CA' and noc is null;
comment on view positions_province is 'Positions on positive LMIAs by place as printed';
comment on column positions_province.year is 'year';
comment on column positions_province.program is 'IMP or TFWP';
comment on column positions_province.province is 'intended destination; ZZ not stated';
comment on column positions_province.positions is 'positions, exact; null where hidden';
comment on column positions_province.lower is 'positions, least it can be';
comment on column positions_province.upper is 'positions, most it can be';
comment on column positions_province.status is 'exact, rounded or suppressed';
comment on column positions_province.card is 'the table it is read from';
comment on column positions_province.vintage is 'as-of date of the table';
