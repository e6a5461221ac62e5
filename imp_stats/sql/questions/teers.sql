-- The lowest and the highest TEER category that a unit group of NOC 2011 may have in NOC 2021: the second digit of its successors.
select noc_from as noc, min(substr(noc_to, 2, 1)) as least, max(substr(noc_to, 2, 1)) as most
from concordance
where from_version = '2011' and to_version = '2021'
group by noc_from
order by noc_from
