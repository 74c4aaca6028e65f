-- demand_by('go', 'city'): vacancies that name a concept by city, country, tier, remote, seniority, experience,
-- education, industry, work_type, language, board or year; one that has two values counts in both.
WITH base AS (SELECT n.vacancy_id FROM vacancies_of(wanted, population := population) AS n)
SELECT f.value, count(*) AS vacancies_n, count(*) / (SELECT count(*) FROM base) AS share
FROM facets AS f
WHERE f.facet = known_facet(facet) AND f.vacancy_id IN (SELECT b.vacancy_id FROM base AS b)
GROUP BY ALL
ORDER BY vacancies_n DESC, value
