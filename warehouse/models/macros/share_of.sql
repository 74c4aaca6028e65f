-- share_of('kubernetes', 'go'): of the vacancies opened a month that name the second, how many name the first.
SELECT
    date_trunc('month', n.opened_on)::DATE AS month,
    count(*) AS base_n,
    count(*) FILTER (WHERE n.vacancy_id IN (SELECT w.vacancy_id FROM vacancies_of(wanted) AS w)) AS both_n,
    both_n / base_n AS share
FROM vacancies_of(among, population := population) AS n
WHERE n.counts_as_opened
GROUP BY ALL
ORDER BY ALL
