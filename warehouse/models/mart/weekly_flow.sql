-- The concept `any` stands for all vacancies, so that a share is at hand also where nobody named a concept.
WITH opened AS (
    SELECT
        date_trunc('week', opened_on)::DATE AS week,
        board, vacancy_id,
        unnest(CASE WHEN in_cn THEN ['ALL', 'CN'] ELSE ['ALL'] END) AS population
    FROM core.vacancies
    WHERE counts_as_opened
),
totals AS (
    SELECT week, board, population, count(*) AS total_n
    FROM opened
    GROUP BY ALL
),
named AS (
    SELECT o.week, o.board, o.population, m.concept, count(*) AS vacancies_n
    FROM opened AS o
    JOIN core.mentions AS m ON m.posting_id = o.vacancy_id
    GROUP BY ALL
    UNION ALL
    SELECT week, board, population, 'any' AS concept, total_n AS vacancies_n
    FROM totals
)
SELECT n.week, n.board, n.population, n.concept, n.vacancies_n, t.total_n, n.vacancies_n / t.total_n AS share
FROM named AS n
JOIN totals AS t ON t.week = n.week AND t.board = n.board AND t.population = n.population
