-- Holders by month in which permits became effective, by place and occupation; no place has all occupations
create view effective_month_occupation as
select period as month, program::varchar as program, province::varchar as province, noc::varchar as noc, printed as effective_month, lower, upper, status::varchar as status, card, vintage
from cells
semi join newest using (card, vintage)
where measure = 'effective_month' and card in ('ircc-imp-noc', 'ircc-tfwp-noc') and province <> 'CA' and noc is not null;
comment on view effective_month_occupation is 'Holders by month in which permits became effective, by place and occupation; no place has all occupations';
comment on column effective_month_occupation.month is 'first day of the month';
comment on column effective_month_occupation.program is 'IMP or TFWP';
comment on column effective_month_occupation.province is 'intended destination; ZZ not stated';
comment on column effective_month_occupation.noc is 'occupation, NOC 2011';
comment on column effective_month_occupation.effective_month is 'persons, once in the month; null where hidden';
comment on column effective_month_occupation.lower is 'persons, least it can be';
comment on column effective_month_occupation.upper is 'persons, most it can be';
comment on column effective_month_occupation.status is 'exact, rounded or suppressed';
comment on column effective_month_occupation.card is 'the table it is read from';
comment on column effective_month_occupation.vintage is 'as-of date of the table';
