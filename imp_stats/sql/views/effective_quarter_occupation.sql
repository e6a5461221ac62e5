-- Holders by quarter in which permits became effective, by place and occupation; no place has all occupations
create view effective_quarter_occupation as
select period as quarter, program::varchar as program, province::varchar as province, noc::varchar as noc, printed as effective_quarter, lower, upper, status::varchar as status, card, vintage
from cells
semi join newest using (card, vintage)
where measure = 'effective_quarter' and card in ('ircc-imp-noc', 'ircc-tfwp-noc') and province <> 'CA' and noc is not null;
comment on view effective_quarter_occupation is 'Holders by quarter in which permits became effective, by place and occupation; no place has all occupations';
comment on column effective_quarter_occupation.quarter is 'first day of the quarter';
comment on column effective_quarter_occupation.program is 'IMP or TFWP';
comment on column effective_quarter_occupation.province is 'intended destination; ZZ not stated';
comment on column effective_quarter_occupation.noc is 'occupation, NOC 2011';
comment on column effective_quarter_occupation.effective_quarter is 'persons, once in the quarter; null where hidden';
comment on column effective_quarter_occupation.lower is 'persons, least it can be';
comment on column effective_quarter_occupation.upper is 'persons, most it can be';
comment on column effective_quarter_occupation.status is 'exact, rounded or suppressed';
comment on column effective_quarter_occupation.card is 'the table it is read from';
comment on column effective_quarter_occupation.vintage is 'as-of date of the table';
