-- The conditions of the Canadian Experience Class on experience, language and place, a row for each.
select rule, value as required, unit, text_en, text_fr, section, certainty, source, date::varchar as vintage
from cec_rule
order by rule
