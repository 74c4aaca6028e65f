-- vacancies_of('go'): vacancies that name a concept, as in core.vacancies; `any` for all, population ALL or CN. What counts
-- are made of: many times faster than naming(), which adds what each says.
SELECT v.*
FROM core.vacancies AS v
-- The condition of naming(), which would be slower if it called this.
WHERE
    (
        wanted = 'any' OR v.vacancy_id IN (
            SELECT m.posting_id FROM core.mentions AS m WHERE m.concept = wanted
            UNION ALL
            SELECT NULL WHERE NOT known_concept(wanted)
        )
    )
    AND in_population(population, v.in_cn)
