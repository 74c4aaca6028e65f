-- top_employers('go'): who opened most vacancies that name a concept; `any` for all. Employers known by no name are left
-- out, and `share` is of the vacancies of the others.
WITH base AS (
    SELECT n.employer_key, n.board, n.opened_on
    FROM vacancies_of(wanted, population := population) AS n
    WHERE NOT starts_with(n.employer_key, 'posting:')
)
SELECT
    any_value(e.label) AS employer,
    count(*) AS vacancies_n,
    count(*) / (SELECT count(*) FROM base) AS share,
    min(b.opened_on) AS first_opened_on,
    max(b.opened_on) AS last_opened_on,
    list_sort(list(DISTINCT b.board)) AS boards,
    b.employer_key
FROM base AS b
JOIN core.employers AS e ON e.employer_key = b.employer_key
GROUP BY b.employer_key
ORDER BY vacancies_n DESC, b.employer_key
