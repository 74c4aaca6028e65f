-- facets: one row for each value that a vacancy has of a facet, `unstated` where it has none; demand_by and salary_by
-- group by it.
WITH valued AS (
    SELECT
        v.vacancy_id, v.board, v.work_type, v.industry, v.opened_on,
        p.cities, p.countries, p.remote, p.seniority, p.education, p.text_language, p.experience_min_years
    FROM core.vacancies AS v
    JOIN core.postings AS p ON p.posting_id = v.vacancy_id
)
SELECT vacancy_id, 'board' AS facet, board AS value FROM valued
UNION ALL
SELECT vacancy_id, 'work_type', work_type FROM valued
UNION ALL
SELECT vacancy_id, 'industry', industry FROM valued
UNION ALL
SELECT vacancy_id, 'education', education FROM valued
UNION ALL
SELECT vacancy_id, 'language', text_language FROM valued
UNION ALL
SELECT vacancy_id, 'year', year(opened_on)::VARCHAR FROM valued
UNION ALL
SELECT vacancy_id, 'city', unnest(CASE WHEN len(cities) > 0 THEN cities ELSE ['unstated'] END) FROM valued
UNION ALL
SELECT vacancy_id, 'country', unnest(CASE WHEN len(countries) > 0 THEN countries ELSE ['unstated'] END) FROM valued
UNION ALL
SELECT vacancy_id, 'remote', unnest(CASE WHEN len(remote) > 0 THEN remote ELSE ['unstated'] END) FROM valued
UNION ALL
SELECT vacancy_id, 'seniority', unnest(CASE WHEN len(seniority) > 0 THEN seniority ELSE ['unstated'] END) FROM valued
UNION ALL
SELECT DISTINCT v.vacancy_id, 'tier', coalesce(c.tier, 'other or unstated')
FROM (SELECT vacancy_id, unnest(CASE WHEN len(cities) > 0 THEN cities ELSE ['unstated'] END) AS city FROM valued) AS v
LEFT JOIN core.cities AS c ON c.city = v.city
UNION ALL
SELECT
    vacancy_id, 'experience',
    CASE
        WHEN experience_min_years IS NULL THEN 'unstated'
        WHEN experience_min_years < 1 THEN 'under 1 year'
        WHEN experience_min_years < 3 THEN '1-2 years'
        WHEN experience_min_years < 5 THEN '3-4 years'
        WHEN experience_min_years < 8 THEN '5-7 years'
        ELSE '8 years or more'
    END
FROM valued
