-- compare(['go', 'rust', 'java']): month by month, the share of all opened vacancies that name each concept.
SELECT
    t.month, c.concept,
    coalesce(sum(f.vacancies_n), 0)::BIGINT AS vacancies_n,
    sum(t.total_n)::BIGINT AS total_n,
    coalesce(sum(f.vacancies_n), 0) / sum(t.total_n) AS share
FROM mart.monthly_flow AS t
CROSS JOIN (SELECT unnest(wanted) AS concept) AS c
LEFT JOIN mart.monthly_flow AS f
    ON f.month = t.month AND f.board = t.board AND f.population = t.population AND f.concept = c.concept
WHERE t.concept = 'any'
    AND t.population = CASE WHEN in_population(population, true) THEN population END
    AND known_concept(c.concept)
GROUP BY ALL
ORDER BY ALL
