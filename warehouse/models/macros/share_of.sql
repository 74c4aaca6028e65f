-- share_of('kubernetes', 'go'): of the vacancies opened a month that name the second, how many name the first.
SELECT
    date_trunc('month', v.opened_on)::DATE AS month,
    count(*) AS base_n,
    count(*) FILTER (WHERE v.vacancy_id IN (SELECT m.posting_id FROM core.mentions AS m WHERE m.concept = wanted)) AS both_n,
    both_n / base_n AS share
FROM core.vacancies AS v
WHERE v.counts_as_opened
    AND (among = 'any' OR v.vacancy_id IN (SELECT m.posting_id FROM core.mentions AS m WHERE m.concept = among))
    AND in_population(population, v.in_cn) AND known_concept(wanted) AND known_concept(among)
GROUP BY ALL
ORDER BY ALL
