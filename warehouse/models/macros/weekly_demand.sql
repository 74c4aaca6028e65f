-- weekly_demand('go'): vacancies opened a week that name a concept, on each board, in both populations.
SELECT
    t.week, t.board, t.population,
    coalesce(f.vacancies_n, 0) AS vacancies_n,
    t.total_n,
    coalesce(f.vacancies_n, 0) / t.total_n AS share
FROM mart.weekly_flow AS t
LEFT JOIN mart.weekly_flow AS f
    ON f.week = t.week AND f.board = t.board AND f.population = t.population AND f.concept = wanted
WHERE t.concept = 'any' AND known_concept(wanted)
ORDER BY ALL
