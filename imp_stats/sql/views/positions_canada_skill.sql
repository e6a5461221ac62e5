-- Positions on positive LMIAs by skill level, Canada as printed
create view positions_canada_skill as
select year(period)::integer as year, program::varchar as program, skill::varchar as skill, printed as positions, lower, upper, status::varchar as status, card, vintage
from cells
semi join newest using (card, vintage)
where measure = 'positions' and province = 'CA' and skill is not null;
comment on view positions_canada_skill is 'Positions on positive LMIAs by skill level, Canada as printed';
comment on column positions_canada_skill.year is 'year';
comment on column positions_canada_skill.program is 'IMP or TFWP';
comment on column positions_canada_skill.skill is 'skill level, NOC 2011';
comment on column positions_canada_skill.positions is 'positions, exact';
comment on column positions_canada_skill.lower is 'positions, least it can be';
comment on column positions_canada_skill.upper is 'positions, most it can be';
comment on column positions_canada_skill.status is 'exact';
comment on column positions_canada_skill.card is 'the table it is read from';
comment on column positions_canada_skill.vintage is 'as-of date of the table';
