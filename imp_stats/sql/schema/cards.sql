-- The publishers' tables, filled from cards.toml.
create table cards (
    id varchar primary key,
    publisher varchar not null,
    dataset varchar not null,
    resource varchar,
    file_name varchar not null,
    recognised_by varchar not null,
    measures varchar not null,
    universe varchar not null,
    licence varchar not null,
    citation varchar not null,
    unlisted bigint not null,
    composite_of bigint not null,
    is_series boolean not null
);
comment on table cards is 'The publishers'' tables that are read: a card each';
comment on column cards.id is 'id';
comment on column cards.publisher is 'who publishes the table';
comment on column cards.dataset is 'id of the dataset on the publisher''s portal';
comment on column cards.resource is 'id of the file in the dataset';
comment on column cards.file_name is 'official name of the file';
comment on column cards.measures is 'what it counts: ids in measures';
comment on column cards.universe is 'who or what can be counted';
comment on column cards.licence is 'licence of the data';
comment on column cards.citation is 'how it is cited';
comment on column cards.recognised_by is 'title sentence, or header, that a file must begin with';
comment on column cards.unlisted is 'by how much a printed total may exceed the parts that the publisher lists';
comment on column cards.composite_of is 'how many counts a row of several may stand for, each at most 4 where it is hidden';
comment on column cards.is_series is 'whether each file is a period of its own, so that none replaces another';
