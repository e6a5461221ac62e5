-- Positions on positive LMIAs by occupation, Canada as printed
create view positions_canada_occupation as
select year(period)::integer as year, program::varchar as program, noc::varchar as noc, printed as positions, lower, upper, status::varchar as status, card, vintage
from cells
semi join newest using (card, vintage)
where measure = 'positions' and province = 'CA' and noc is not null;
comment on view positions_canada_occupation is 'Positions on positive LMIAs by occupation, Canada as printed';
comment on column positions_canada_occupation.year is 'year';
comment on column positions_canada_occupation.program is 'IMP or TFWP';
comment on column positions_canada_occupation.noc is 'occupation, NOC 2011';
comment on column positions_canada_occupation.positions is 'positions, exact; null where hidden';
comment on column positions_canada_occupation.lower is 'positions, least it can be';
comment on column positions_canada_occupation.upper is 'positions, most it can be';
comment on column positions_canada_occupation.status is 'exact, rounded or suppressed';
comment on column positions_canada_occupation.card is 'the table it is read from';
comment on column positions_canada_occupation.vintage is 'as-of date of the table';
