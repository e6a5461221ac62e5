-- Positions on requested LMIAs, Canada as printed
create view positions_requested_canada as
select year(period)::integer as year, program::varchar as program, printed as positions_requested, lower, upper, status::varchar as status, card, vintage
from cells
semi join newest using (card, vintage)
where measure = 'positions_requested' and province = 'CA';
comment on view positions_requested_canada is 'Positions on requested LMIAs, Canada as printed';
comment on column positions_requested_canada.year is 'year';
comment on column positions_requested_canada.program is 'IMP or TFWP';
comment on column positions_requested_canada.positions_requested is 'positions, exact';
comment on column positions_requested_canada.lower is 'positions, least it can be';
comment on column positions_requested_canada.upper is 'positions, most it can be';
comment on column positions_requested_canada.status is 'exact';
comment on column positions_requested_canada.card is 'the table it is read from';
comment on column positions_requested_canada.vintage is 'as-of date of the table';
