-- naming('go'): vacancies that name a concept, as in the view `openings`; `any` for all, population ALL or CN. The base of
-- the other questions: FROM naming('go') SEMI JOIN naming('kafka') USING (vacancy_id) names both.
SELECT o.*
FROM openings AS o
WHERE
    (
        wanted = 'any' OR o.vacancy_id IN (
            SELECT m.posting_id FROM core.mentions AS m WHERE m.concept = wanted
            UNION ALL
            SELECT NULL WHERE NOT known_concept(wanted)
        )
    )
    AND in_population(population, o.in_cn)
