WITH named AS (
    SELECT employer_key, company, count(*) AS postings_n
    FROM core.postings
    WHERE is_posting
    GROUP BY ALL
),
opened AS (
    SELECT employer_key, count(*) AS vacancies_n
    FROM core.vacancies
    GROUP BY ALL
)
SELECT
    n.employer_key,
    coalesce(arg_max(n.company, (n.postings_n, n.company)), n.employer_key) AS label,
    sum(n.postings_n)::BIGINT AS postings_n,
    any_value(o.vacancies_n) AS vacancies_n
FROM named AS n
JOIN opened AS o ON o.employer_key = n.employer_key
GROUP BY n.employer_key
