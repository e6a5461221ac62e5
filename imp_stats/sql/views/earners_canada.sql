-- People who worked and earned in 2015, Canada as printed
create view earners_canada as
select year(period)::integer as year, printed as earners_2015, lower, upper, status::varchar as status, card, vintage
from cells
semi join newest using (card, vintage)
where measure = 'earners_2015' and province = 'CA' and noc is null;
comment on view earners_canada is 'People who worked and earned in 2015, Canada as printed';
comment on column earners_canada.year is 'year of the earnings: 2015';
comment on column earners_canada.earners_2015 is 'persons, rounded at random to a multiple of 5';
comment on column earners_canada.lower is 'persons, least it can be before the error of the sample';
comment on column earners_canada.upper is 'persons, most it can be before the error of the sample';
comment on column earners_canada.status is 'rounded';
comment on column earners_canada.card is 'the table it is read from';
comment on column earners_canada.vintage is 'as-of date of the table';
