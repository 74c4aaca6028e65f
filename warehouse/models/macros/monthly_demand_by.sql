-- monthly_demand_by('go', 'remote'): as demand_by, month by month of opening; `share` is of the month's vacancies.
WITH base AS (
    SELECT n.vacancy_id, date_trunc('month', n.opened_on)::DATE AS month
    FROM vacancies_of(wanted, population := population) AS n
    WHERE n.counts_as_opened
),
totals AS (
    SELECT month, count(*) AS total_n
    FROM base
    GROUP BY ALL
)
SELECT b.month, f.value, count(*) AS vacancies_n, t.total_n, count(*) / t.total_n AS share
FROM facets AS f
JOIN base AS b ON b.vacancy_id = f.vacancy_id
JOIN totals AS t ON t.month = b.month
WHERE f.facet = known_facet(facet)
GROUP BY b.month, f.value, t.total_n
ORDER BY ALL
