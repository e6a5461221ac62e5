-- Residents of Canada on the first day of each quarter
create view population_canada as
select period as day, printed as population, lower, upper, status::varchar as status, card, vintage
from cells
semi join newest using (card, vintage)
where measure = 'population' and province = 'CA';
comment on view population_canada is 'Residents of Canada on the first day of each quarter';
comment on column population_canada.day is 'first day of the quarter';
comment on column population_canada.population is 'persons';
comment on column population_canada.lower is 'persons, least it can be';
comment on column population_canada.upper is 'persons, most it can be';
comment on column population_canada.status is 'exact';
comment on column population_canada.card is 'the table it is read from';
comment on column population_canada.vintage is 'as-of date of the table';
