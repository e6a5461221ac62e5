-- Every vintage held of every table: its dates, its cells, and how many years and months they cover.
with covered as (
    select card, vintage, min(period) as first_period, max(period) as last_period,
           count(distinct year(period)) as years,
           count(distinct case when period_kind::varchar = 'month' then period end) as months
    from cells
    group by card, vintage
)
select vintages.card, cards.citation, vintages.vintage::varchar as vintage, vintages.vintage_from, vintages.is_newest,
       covered.first_period, covered.last_period,
       covered.years, covered.months, vintages.cells
from vintages
join cards on cards.id = vintages.card
join covered on covered.card = vintages.card and covered.vintage = vintages.vintage
order by vintages.vintage desc, vintages.card
