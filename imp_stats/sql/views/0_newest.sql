-- The newest vintage of every table, decided at build: what the other views read.
create view newest as
select card, vintage
from vintages
where is_newest;
comment on view newest is 'The newest vintage of every table';
comment on column newest.card is 'the table: id of its card';
comment on column newest.vintage is 'as-of date of the table';
