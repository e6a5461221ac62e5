-- The publishers' tables and the vintages held of each.
select cards.id as card, cards.citation, cards.publisher, cards.measures, cards.universe, cards.dataset, cards.resource,
       cards.file_name as official_name, cards.recognised_by, cards.licence,
       vintages.vintage::varchar as vintage, vintages.vintage_from, vintages.is_newest, vintages.file_name as met_as,
       vintages.sha256, vintages.cells
from cards
left join vintages on vintages.card = cards.id
order by cards.id, vintages.vintage
