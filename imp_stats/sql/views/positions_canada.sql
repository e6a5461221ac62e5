-- Positions on positive LMIAs, Canada as printed
create view positions_canada as
select year(period)::integer as year, program::varchar as program, printed as positions, lower, upper, status::varchar as status, card, vintage
from cells
semi join newest using (card, vintage)
where card = 'esdc-positions-noc' and province = 'CA' and noc is null;
comment on view positions_canada is 'Positions on positive LMIAs, Canada as printed';
comment on column positions_canada.year is 'year';
comment on column positions_canada.program is 'IMP or TFWP';
comment on column positions_canada.positions is 'positions, exact; null where hidden';
comment on column positions_canada.lower is 'positions, least it can be';
comment on column positions_canada.upper is 'positions, most it can be';
comment on column positions_canada.status is 'exact, rounded or suppressed';
comment on column positions_canada.card is 'the table it is read from';
comment on column positions_canada.vintage is 'as-of date of the table';
