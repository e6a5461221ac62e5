-- People who worked and earned in 2015 by occupation, Canada as printed
create view earners_canada_occupation as
select year(period)::integer as year, noc::varchar as noc, printed as earners_2015, lower, upper, status::varchar as status, card, vintage
from cells
semi join newest using (card, vintage)
where measure = 'earners_2015' and province = 'CA' and noc is not null;
comment on view earners_canada_occupation is 'People who worked and earned in 2015 by occupation, Canada as printed';
comment on column earners_canada_occupation.year is 'year of the earnings: 2015';
comment on column earners_canada_occupation.noc is 'occupation, code of NOC 2011 and 2016';
comment on column earners_canada_occupation.earners_2015 is 'persons, rounded at random to a multiple of 5';
comment on column earners_canada_occupation.lower is 'persons, least it can be before the error of the sample';
comment on column earners_canada_occupation.upper is 'persons, most it can be before the error of the sample';
comment on column earners_canada_occupation.status is 'rounded';
comment on column earners_canada_occupation.card is 'the table it is read from';
comment on column earners_canada_occupation.vintage is 'as-of date of the table';
