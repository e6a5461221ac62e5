-- Residents by province and territory on the first day of each quarter
create view population_province as
select period as day, province::varchar as province, printed as population, lower, upper, status::varchar as status, card, vintage
from cells
semi join newest using (card, vintage)
where measure = 'population' and province <> 'CA';
comment on view population_province is 'Residents by province and territory on the first day of each quarter';
comment on column population_province.day is 'first day of the quarter';
comment on column population_province.province is 'province or territory';
comment on column population_province.population is 'persons';
comment on column population_province.lower is 'persons, least it can be';
comment on column population_province.upper is 'persons, most it can be';
comment on column population_province.status is 'exact';
comment on column population_province.card is 'the table it is read from';
comment on column population_province.vintage is 'as-of date of the table';
