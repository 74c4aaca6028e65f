-- how_strongly('kubernetes'): month by month, how many of the opened vacancies that name a concept require it, prefer it,
-- or only mention it.
SELECT
    date_trunc('month', n.opened_on)::DATE AS month,
    count(*) AS vacancies_n,
    count(*) FILTER (WHERE m.strength = 'required') AS required_n,
    count(*) FILTER (WHERE m.strength = 'preferred') AS preferred_n,
    count(*) FILTER (WHERE m.strength = 'mentioned') AS mentioned_n,
    required_n / vacancies_n AS required_share
FROM vacancies_of(wanted, population := population) AS n
JOIN core.mentions AS m ON m.posting_id = n.vacancy_id AND m.concept = wanted
WHERE n.counts_as_opened
GROUP BY ALL
ORDER BY month
