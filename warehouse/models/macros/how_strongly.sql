-- how_strongly('kubernetes'): month by month, how many of the opened vacancies that name a concept require it, prefer it,
-- or only mention it.
SELECT
    date_trunc('month', v.opened_on)::DATE AS month,
    count(*) AS vacancies_n,
    count(*) FILTER (WHERE m.strength = 'required') AS required_n,
    count(*) FILTER (WHERE m.strength = 'preferred') AS preferred_n,
    count(*) FILTER (WHERE m.strength = 'mentioned') AS mentioned_n,
    required_n / vacancies_n AS required_share
FROM core.mentions AS m
JOIN core.vacancies AS v ON v.vacancy_id = m.posting_id
WHERE m.concept = wanted AND v.counts_as_opened AND in_population(population, v.in_cn) AND known_concept(wanted)
GROUP BY ALL
ORDER BY month
