-- monthly_demand('go'): as weekly_demand by month, the natural unit of monthly threads.
SELECT
    t.month, t.board, t.population,
    coalesce(f.vacancies_n, 0) AS vacancies_n,
    t.total_n,
    coalesce(f.vacancies_n, 0) / t.total_n AS share
FROM mart.monthly_flow AS t
LEFT JOIN mart.monthly_flow AS f
    ON f.month = t.month AND f.board = t.board AND f.population = t.population AND f.concept = wanted
WHERE t.concept = 'any' AND known_concept(wanted)
ORDER BY ALL
