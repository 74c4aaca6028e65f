-- co_mentions('go'): what vacancies name beside a concept, most frequent first, with the share of its vacancies.
WITH base AS (SELECT n.vacancy_id FROM vacancies_of(wanted, population := population) AS n),
beside AS (
    SELECT m.concept, count(*) AS vacancies_n
    FROM core.mentions AS m
    WHERE m.posting_id IN (SELECT b.vacancy_id FROM base AS b) AND m.concept <> wanted
    GROUP BY ALL
)
SELECT
    c.concept, c.label_en, c.label_zh, c.dimension, b.vacancies_n,
    b.vacancies_n / (SELECT count(*) FROM base) AS share
FROM beside AS b
JOIN core.concepts AS c ON c.concept = b.concept
ORDER BY b.vacancies_n DESC, c.concept
