-- The counts that each claim speaks of, and what each is in it.
select claim, role, measure, program, province, stream, noc, npr_type, plan, period
from claim_operands
order by claim, place
