-- co_mentions('go'): what vacancies name beside a concept, most frequent first, with the share of its vacancies.
WITH base AS (
    SELECT m.posting_id
    FROM core.mentions AS m
    JOIN core.vacancies AS v ON v.vacancy_id = m.posting_id
    WHERE m.concept = wanted
)
SELECT
    c.concept, c.label_en, c.label_zh, c.dimension,
    count(*) AS vacancies_n,
    count(*) / (SELECT count(*) FROM base) AS share
FROM base AS b
JOIN core.mentions AS m ON m.posting_id = b.posting_id AND m.concept <> wanted
JOIN core.concepts AS c ON c.concept = m.concept
GROUP BY ALL
ORDER BY vacancies_n DESC, concept
