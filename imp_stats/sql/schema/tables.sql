-- The tables of a warehouse, filled from a data folder: getvariable('data').
-- Reference tables are named after their files; every word in the ledger is one of theirs.

create table provinces as
    select * from read_csv(getvariable('data') || '/reference/provinces.csv', all_varchar = true);
create table programs as
    select * from read_csv(getvariable('data') || '/reference/programs.csv', all_varchar = true);
create table streams as
    select * from read_csv(getvariable('data') || '/reference/streams.csv', all_varchar = true);
create table occupations as
    select * from read_csv(getvariable('data') || '/reference/occupations.csv', all_varchar = true);
create table citizenships as
    select * from read_csv(getvariable('data') || '/reference/citizenships.csv', all_varchar = true);
create table measures as
    select * from read_csv(getvariable('data') || '/reference/measures.csv', all_varchar = true);
create table additivity as
    select * from read_csv(getvariable('data') || '/reference/additivity.csv', all_varchar = true);

create table levels_plan (
    plan varchar not null,
    year integer not null,
    program varchar not null,
    category varchar,
    target bigint not null,
    target_lower bigint,
    target_upper bigint,
    is_notional boolean,
    counts_en varchar not null,
    counts_fr varchar not null,
    source varchar not null,
    date date not null,
    certainty varchar not null check (certainty in ('A', 'B', 'C')),
    check (target_lower <= target and target <= target_upper)
);
insert into levels_plan by name
    select plan, year, program, category, target, target_lower, target_upper, is_notional,
           counts_en, counts_fr, source, date, certainty
    from read_csv(getvariable('data') || '/reference/levels_plan.csv', all_varchar = true);

create table published_figures (
    figure varchar not null primary key,
    measure varchar not null,
    program varchar not null,
    province varchar not null,
    stream varchar,
    category varchar,
    year integer,
    period varchar not null,
    printed_as varchar not null,
    value bigint,
    lower bigint,
    upper bigint,
    label_en varchar not null,
    label_fr varchar not null,
    publisher varchar not null,
    source varchar not null,
    vintage varchar,
    date date,
    certainty varchar not null check (certainty in ('A', 'B', 'C')),
    lineage varchar not null,
    note_en varchar,
    check (lower <= upper)
);
insert into published_figures by name
    select figure, measure, program, province, stream, category, year, period, printed_as, value, lower, upper, label_en, label_fr,
           publisher, source, vintage, try_cast(date as date) as date, certainty, lineage, note_en
    from read_csv(getvariable('data') || '/reference/published_figures.csv', all_varchar = true);

create table arrivals (
    program varchar not null,
    year integer not null,
    month integer check (month between 1 and 12),
    arrivals bigint not null,
    lower bigint not null,
    upper bigint not null,
    vintage varchar not null,
    is_derived boolean not null,
    source varchar not null,
    date date not null,
    certainty varchar not null check (certainty in ('A', 'B', 'C')),
    note_en varchar,
    check (lower <= arrivals and arrivals <= upper)
);
insert into arrivals
    select program, year, month, arrivals, lower, upper, vintage, is_derived, source, date, certainty, note_en
    from read_csv(getvariable('data') || '/reference/arrivals.csv', all_varchar = true);

create table policy_events (
    event varchar not null primary key,
    date date not null,
    date_precision varchar not null check (date_precision in ('day', 'month')),
    program varchar not null,
    kind varchar not null check (kind in ('rule', 'fee', 'data', 'plan')),
    streams varchar,
    event_en varchar not null,
    event_fr varchar not null,
    short_en varchar not null,
    short_fr varchar not null,
    source varchar not null,
    certainty varchar not null check (certainty in ('A', 'B', 'C'))
);
insert into policy_events
    select event, date, date_precision, program, kind, streams, event_en, event_fr, short_en, short_fr, source, certainty
    from read_csv(getvariable('data') || '/reference/policy_events.csv', all_varchar = true);

create table breaks (
    break varchar not null primary key,
    kind varchar not null check (kind in ('series', 'vintage', 'outlier', 'partial year', 'candidate')),
    break_date date not null,
    break_date_end date,
    break_date_precision varchar not null check (break_date_precision in ('day', 'month', 'year')),
    measures varchar not null,
    programs varchar not null,
    dimensions varchar,
    provinces varchar,
    streams varchar,
    noc varchar,
    label_en varchar not null,
    label_fr varchar not null,
    effect_en varchar not null,
    effect_fr varchar not null,
    source varchar not null,
    date date not null,
    certainty varchar not null check (certainty in ('A', 'B', 'C')),
    check (break_date <= break_date_end)
);
insert into breaks
    select break, kind, break_date, break_date_end, break_date_precision, measures, programs, dimensions, provinces, streams, noc,
           label_en, label_fr, effect_en, effect_fr, source, date, certainty
    from read_csv(getvariable('data') || '/reference/breaks.csv', all_varchar = true);

create type program as enum (select program from programs);
create type province as enum (select code from provinces);
create type occupation as enum (select distinct noc from occupations order by noc);
create type citizenship as enum (select citizenship from citizenships);
create type stream as enum (select stream from streams);
create type measure as enum (select measure from measures);
create type status as enum ('exact', 'rounded', 'suppressed', 'absent');
create type period_kind as enum ('day', 'month', 'quarter', 'year');

create table vintages (
    card varchar not null references cards (id),
    vintage date not null,
    vintage_from varchar not null check (vintage_from in ('stamped', 'inferred')),
    sha256 varchar not null primary key,
    file_name varchar not null,
    cells bigint not null check (cells > 0),
    confirmed varchar,
    is_newest boolean not null,
    unique (card, vintage)
);
insert into vintages
    select *, vintage = max(vintage) over (partition by card)
    from read_csv(
        getvariable('data') || '/tidy/vintages.csv',
        columns = {
            'card': 'varchar', 'vintage': 'date', 'vintage_from': 'varchar', 'sha256': 'varchar',
            'file_name': 'varchar', 'cells': 'bigint', 'confirmed': 'varchar'
        }
    )
    order by card, vintage;

create table cells (
    card varchar not null,
    vintage date not null,
    measure measure not null,
    period_kind period_kind not null,
    period date not null,
    program program,
    province province,
    stream stream,
    noc occupation,
    noc_version varchar,
    citizenship citizenship,
    printed bigint,
    lower bigint not null check (lower >= 0),
    upper bigint,
    status status not null,
    is_total boolean not null,
    sheet varchar,
    cell varchar not null,
    check (lower <= upper),
    check (lower <= printed and printed <= upper),
    check ((status = 'suppressed') = (printed is null))
);
insert into cells
    select card, vintage, measure, period_kind, period, program, province, stream, noc, noc_version, citizenship,
           printed, lower, upper, status, is_total, sheet, cell
    from read_parquet(getvariable('files'));
