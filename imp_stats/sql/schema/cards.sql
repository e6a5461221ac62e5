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
    unlisted bigint not null
);
comment on table cards is 'The publishers'' tables that are read: a card each';
comment on column cards.recognised_by is 'title sentence, or header, that a file must begin with';
comment on column cards.unlisted is 'by how much a printed total may exceed the parts that the publisher lists';
