SELECT
    employer_key,
    coalesce(arg_max(company, (names_n, company)), employer_key) AS label,
    sum(postings_n)::BIGINT AS postings_n,
    any_value(vacancies_n) AS vacancies_n
FROM (
    SELECT
        employer_key, company,
        count(company) AS names_n,
        count(*) AS postings_n
    FROM core.postings
    WHERE is_posting
    GROUP BY employer_key, company
)
JOIN (
    SELECT employer_key, count(*) AS vacancies_n
    FROM core.vacancies
    GROUP BY employer_key
) USING (employer_key)
GROUP BY employer_key
