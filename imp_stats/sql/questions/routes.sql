-- The IMP, the TFWP and waiting, compared point by point, with what became of the guide that compares them.
select attribute, route, attribute_en, attribute_fr, text_en, text_fr, fees, standing, guide_row, said_en, said_fr,
       certainty, source, date::varchar as vintage
from routes
where ($routes::varchar[] is null or list_contains($routes::varchar[], route))
order by case attribute when 'test' then 1 when 'gate' then 2 when 'filing' then 3 when 'employer_fees' then 4
                        when 'worker_fees' then 5 when 'refund' then 6 when 'time' then 7 when 'risk' then 8
                        when 'recourse' then 9 else 10 end,
         attribute, route
