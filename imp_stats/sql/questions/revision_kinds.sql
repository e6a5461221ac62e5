-- The kinds that what moved between two vintages is sorted into, in the order in which they are tried, with their tests.
select kind, name_en, name_fr, test_en, test_fr, months, periods_share, least_relative, least_persons, cells_share, net_share
from revision_kinds
order by place
