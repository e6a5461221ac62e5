-- Holders by month in which permits became effective, by gender and what is known of the skill level: one with no row in a month is a zero
create view effective_month_gender as
with printed as (
    select card, vintage, period, program, gender, skill, printed, lower, upper, status
    from cells
    semi join newest using (card, vintage)
    where measure = 'effective_month' and card = 'ircc-imp-gender'
),
grid as (
    select *
    from (select distinct card, vintage, program, period from printed) as months
    join (select distinct card, gender, skill from printed) as groups using (card)
)
select grid.period as month, grid.program::varchar as program, grid.gender::varchar as gender, grid.skill::varchar as skill,
       case when printed.status is null then 0 else printed.printed end as effective_month,
       coalesce(printed.lower, 0) as lower, case when printed.status is null then 0 else printed.upper end as upper,
       coalesce(printed.status::varchar, 'absent') as status, grid.card, grid.vintage
from grid
left join printed using (card, vintage, program, period, gender, skill);
comment on view effective_month_gender is 'Holders by month in which permits became effective, by gender and what is known of the skill level: one with no row in a month is a zero';
comment on column effective_month_gender.month is 'first day of the month';
comment on column effective_month_gender.program is 'IMP';
comment on column effective_month_gender.gender is 'gender of record';
comment on column effective_month_gender.skill is 'skill level as the table has it: other occupations, or not stated';
comment on column effective_month_gender.effective_month is 'persons, once in the month; null where hidden';
comment on column effective_month_gender.lower is 'persons, least it can be';
comment on column effective_month_gender.upper is 'persons, most it can be';
comment on column effective_month_gender.status is 'exact, rounded, suppressed, or absent for a zero that is not printed';
comment on column effective_month_gender.card is 'the table it is read from';
comment on column effective_month_gender.vintage is 'as-of date of the table';
