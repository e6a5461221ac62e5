-- The cells of a run under the name that the checks read, and what they need beside it.
create view cells as
    select * from read_parquet(getvariable('files'));
create table additivity as
    select * from read_csv(getvariable('data') || '/reference/additivity.csv', all_varchar = true);
