-- The quarters for which a list of employers is held, with the version of the NOC that each is by.
select distinct period as quarter, noc_version
from cells
where measure = 'positions_listed' and period_kind = 'quarter' and ($as_of::date is null or vintage <= $as_of::date)
order by quarter
