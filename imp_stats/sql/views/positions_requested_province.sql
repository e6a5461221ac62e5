-- Positions on requested LMIAs by place as printed
create view positions_requested_province as
select year(period)::integer as year, program::varchar as program, province::varchar as province, printed as positions_requested, lower, upper, status::varchar as status, card, vintage
from cells
semi join newest using (card, vintage)
where measure = 'positions_requested' and province <> 'CA';
comment on view positions_requested_province is 'Positions on requested LMIAs by place as printed';
comment on column positions_requested_province.year is 'year';
comment on column positions_requested_province.program is 'IMP or TFWP';
comment on column positions_requested_province.province is 'place of the job';
comment on column positions_requested_province.positions_requested is 'positions, exact';
comment on column positions_requested_province.lower is 'positions, least it can be';
comment on column positions_requested_province.upper is 'positions, most it can be';
comment on column positions_requested_province.status is 'exact';
comment on column positions_requested_province.card is 'the table it is read from';
comment on column positions_requested_province.vintage is 'as-of date of the table';
