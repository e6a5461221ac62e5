-- Non-permanent residents of Canada by type on the first day of each quarter; types are disjoint
create view npr_canada_type as
select period as day, npr_type::varchar as npr_type, printed as npr, lower, upper, status::varchar as status, card, vintage
from cells
semi join newest using (card, vintage)
where measure = 'npr' and npr_type is not null;
comment on view npr_canada_type is 'Non-permanent residents of Canada by type on the first day of each quarter; types are disjoint';
comment on column npr_canada_type.day is 'first day of the quarter';
comment on column npr_canada_type.npr_type is 'type of non-permanent resident';
comment on column npr_canada_type.npr is 'persons';
comment on column npr_canada_type.lower is 'persons, least it can be';
comment on column npr_canada_type.upper is 'persons, most it can be';
comment on column npr_canada_type.status is 'exact';
comment on column npr_canada_type.card is 'the table it is read from';
comment on column npr_canada_type.vintage is 'as-of date of the table';
