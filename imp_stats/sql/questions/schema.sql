-- Every table and view of the warehouse with its columns, and what they hold in which unit.
with things as (
    select table_name as name, 'table' as kind, comment from duckdb_tables() where database_name = current_database()
    union all
    select view_name, 'view', comment from duckdb_views() where database_name = current_database() and not internal
)
select things.name, things.kind, things.comment as holds, columns.column_name as "column",
       columns.data_type as type, columns.comment as unit
from things
join duckdb_columns() as columns
  on columns.table_name = things.name and columns.database_name = current_database() and not columns.internal
order by things.kind desc, things.name, columns.column_index
