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
create table genders as
    select * from read_csv(getvariable('data') || '/reference/genders.csv', all_varchar = true);
create table areas as
    select * from read_csv(getvariable('data') || '/reference/areas.csv', all_varchar = true);
create table skills as
    select * from read_csv(getvariable('data') || '/reference/skills.csv', all_varchar = true);
create table lmia_streams as
    select * from read_csv(getvariable('data') || '/reference/lmia_streams.csv', all_varchar = true);
create table pr_classes as
    select * from read_csv(getvariable('data') || '/reference/pr_classes.csv', all_varchar = true);
create table npr_types as
    select * from read_csv(getvariable('data') || '/reference/npr_types.csv', all_varchar = true);
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
    date_end date,
    date_precision varchar not null check (date_precision in ('day', 'month')),
    program varchar not null,
    kind varchar not null check (kind in ('rule', 'fee', 'data', 'plan')),
    streams varchar,
    event_en varchar not null,
    event_fr varchar not null,
    short_en varchar not null,
    short_fr varchar not null,
    note_en varchar,
    note_fr varchar,
    source varchar not null,
    certainty varchar not null check (certainty in ('A', 'B', 'C')),
    check (date <= date_end)
);
insert into policy_events
    select event, date, date_end, date_precision, program, kind, streams, event_en, event_fr, short_en, short_fr, note_en, note_fr,
           source, certainty
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

create table revision_kinds (
    kind varchar not null primary key,
    place integer not null unique,
    name_en varchar not null,
    name_fr varchar not null,
    test_en varchar not null,
    test_fr varchar not null,
    months integer,
    periods_share double,
    least_relative double,
    least_persons integer,
    cells_share double,
    net_share double,
    source varchar not null,
    date date not null,
    certainty varchar not null check (certainty in ('A', 'B', 'C'))
);
insert into revision_kinds
    select kind, place, name_en, name_fr, test_en, test_fr, months, periods_share, least_relative, least_persons, cells_share,
           net_share, source, date, certainty
    from read_csv(getvariable('data') || '/reference/revision_kinds.csv', all_varchar = true);

create table exemption_codes (
    code varchar not null primary key,
    code_before varchar,
    since date,
    until date,
    section varchar not null,
    section_before varchar,
    title_en varchar not null,
    title_fr varchar not null,
    also_called varchar,
    permit varchar not null check (permit in ('open', 'employer-specific', 'either')),
    permit_note_en varchar,
    permit_note_fr varchar,
    offer_and_fee varchar not null check (offer_and_fee in ('yes', 'no', 'in part')),
    offer_note_en varchar,
    offer_note_fr varchar,
    duration_en varchar not null,
    duration_fr varchar not null,
    stream varchar,
    stream_certainty varchar not null check (stream_certainty in ('high', 'medium', 'low', 'unknown')),
    outside_imp varchar,
    confused_with varchar,
    note_en varchar,
    note_fr varchar,
    details_source varchar not null,
    details_certainty varchar not null check (details_certainty in ('A', 'B', 'C')),
    source varchar not null,
    date date not null,
    certainty varchar not null check (certainty in ('A', 'B', 'C')),
    check (since <= until)
);
insert into exemption_codes by name
    select * from read_csv(getvariable('data') || '/reference/exemption_codes.csv', all_varchar = true);

create table fees (
    fee varchar not null,
    label_en varchar not null,
    label_fr varchar not null,
    amount_cad decimal(8, 2) not null check (amount_cad > 0),
    amount_kind varchar not null check (amount_kind in ('exact', 'cap')),
    per varchar not null,
    payer varchar not null check (payer in ('employer', 'worker')),
    routes varchar,
    section varchar,
    since date not null,
    since_precision varchar not null check (since_precision in ('day', 'at the latest')),
    until date,
    exempt_en varchar,
    exempt_fr varchar,
    note_en varchar,
    note_fr varchar,
    source varchar not null,
    date date not null,
    certainty varchar not null check (certainty in ('A', 'B', 'C')),
    check (since <= until)
);
insert into fees by name
    select * from read_csv(getvariable('data') || '/reference/fees.csv', all_varchar = true);

create table routes (
    attribute varchar not null,
    route varchar not null check (route in ('IMP', 'TFWP', 'wait')),
    attribute_en varchar not null,
    attribute_fr varchar not null,
    text_en varchar not null,
    text_fr varchar not null,
    fees varchar,
    standing varchar not null check (standing in ('confirmed', 'corrected', 'not verified', 'opinion', 'added')),
    guide_row varchar,
    said_en varchar,
    said_fr varchar,
    source varchar not null,
    date date not null,
    certainty varchar not null check (certainty in ('A', 'B', 'C'))
);
insert into routes by name
    select * from read_csv(getvariable('data') || '/reference/routes.csv', all_varchar = true);
create table claims (
    place integer not null unique,
    claim varchar not null primary key,
    article varchar not null check (article in ('1', '2', '3', 'press')),
    said_by varchar not null,
    said_on varchar not null,
    kind varchar not null check (kind in ('level', 'ratio', 'change', 'order', 'rank', 'constancy', 'set relation',
                                          'rule', 'not checkable')),
    text_en varchar not null,
    text_fr varchar not null,
    claimed varchar,
    claimed_lower double,
    claimed_upper double,
    rule_table varchar,
    entry varchar,
    field varchar,
    pattern varchar,
    relation varchar check (relation in ('is', 'is not', 'fewest')),
    as_of varchar,
    lineage varchar not null,
    reason_en varchar,
    reason_fr varchar,
    source varchar not null,
    date date not null,
    certainty varchar not null check (certainty in ('A', 'B', 'C')),
    check (claimed_lower <= claimed_upper),
    check ((kind = 'not checkable') = (reason_en is not null and reason_fr is not null))
);
insert into claims by name
    select * from read_csv(getvariable('data') || '/reference/claims.csv', all_varchar = true);
create table claim_operands (
    claim varchar not null,
    place integer not null,
    role varchar not null check (role in ('subject', 'comparator', 'part', 'maybe', 'whole', 'per', 'outside')),
    measure varchar not null,
    program varchar,
    province varchar,
    stream varchar,
    noc varchar,
    npr_type varchar,
    plan varchar,
    period varchar not null,
    source varchar not null,
    date date not null,
    certainty varchar not null check (certainty in ('A', 'B', 'C')),
    primary key (claim, place)
);
insert into claim_operands by name
    select * from read_csv(getvariable('data') || '/reference/claim_operands.csv', all_varchar = true);

create table cec_rule (
    rule varchar not null primary key,
    value varchar not null,
    unit varchar not null,
    text_en varchar not null,
    text_fr varchar not null,
    section varchar not null,
    source varchar not null,
    date date not null,
    certainty varchar not null check (certainty in ('A', 'B', 'C'))
);
insert into cec_rule by name
    select * from read_csv(getvariable('data') || '/reference/cec_rule.csv', all_varchar = true);

create table concordance as
    select * from read_csv(getvariable('data') || '/reference/concordance.csv', all_varchar = true);

create table plan_goals (
    plan varchar not null,
    goal varchar not null,
    first_year integer not null,
    year integer not null,
    relation varchar not null check (relation in ('to', 'below', 'up to', 'about', 'projected')),
    persons bigint,
    share double,
    text_en varchar not null,
    text_fr varchar not null,
    source varchar not null,
    date date not null,
    certainty varchar not null check (certainty in ('A', 'B', 'C')),
    check (first_year <= year),
    check (persons is not null or share is not null)
);
insert into plan_goals by name
    select * from read_csv(getvariable('data') || '/reference/plan_goals.csv', all_varchar = true);

create type program as enum (select program from programs);
create type province as enum (select code from provinces);
create type occupation as enum (select distinct noc from occupations order by noc);
create type citizenship as enum (select citizenship from citizenships);
create type stream as enum (select stream from streams);
create type lmia_stream as enum (select lmia_stream from lmia_streams);
create type gender as enum (select gender from genders);
create type area as enum (select area from areas);
create type skill as enum (select skill from skills);
create type pr_class as enum (select pr_class from pr_classes);
create type npr_type as enum (select npr_type from npr_types);
create type measure as enum (select measure from measures);
create type status as enum ('exact', 'rounded', 'suppressed', 'absent');
create type period_kind as enum ('day', 'month', 'quarter', 'half', 'year');

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
    select listed.*, coalesce(cards.is_series, false) or vintage = max(vintage) over (partition by card)
    from read_csv(
        getvariable('data') || '/tidy/vintages.csv',
        columns = {
            'card': 'varchar', 'vintage': 'date', 'vintage_from': 'varchar', 'sha256': 'varchar',
            'file_name': 'varchar', 'cells': 'bigint', 'confirmed': 'varchar'
        }
    ) as listed
    left join cards on cards.id = listed.card
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
    lmia_stream lmia_stream,
    noc occupation,
    noc_version varchar,
    citizenship citizenship,
    gender gender,
    area area,
    skill skill,
    pr_class pr_class,
    npr_type npr_type,
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
    select card, vintage, measure, period_kind, period, program, province, stream, lmia_stream, noc, noc_version,
           citizenship, gender, area, skill, pr_class, npr_type, printed, lower, upper, status, is_total, sheet, cell
    from read_parquet(getvariable('files'));
