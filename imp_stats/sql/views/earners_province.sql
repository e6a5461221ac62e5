-- People who worked and earned in 2015 by place, all occupations as printed
create view earners_province as
select year(period)::integer as year, province::varchar as province, printed as earners_2015, lower, upper, status::varchar as status, card, vintage
from cells
semi join newest using (card, vintage)
where measure = 'earners_2015' and province <> 'CA' and noc is null;
comment on view earners_province is 'People who worked and earned in 2015 by place, all occupations as printed';
comment on column earners_province.year is 'year of the earnings: 2015';
comment on column earners_province.province is 'province or territory';
comment on column earners_province.earners_2015 is 'persons, rounded at random to a multiple of 5';
comment on column earners_province.lower is 'persons, least it can be before the error of the sample';
comment on column earners_province.upper is 'persons, most it can be before the error of the sample';
comment on column earners_province.status is 'rounded';
comment on column earners_province.card is 'the table it is read from';
comment on column earners_province.vintage is 'as-of date of the table';
