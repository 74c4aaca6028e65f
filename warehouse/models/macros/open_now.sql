-- open_now('go'): vacancies that name a concept, were seen in the seven days up to the build and are not known to be closed.
SELECT
    n.employer, n.title, n.cities, n.remote, n.experience_min_years, n.pay_cny_year, n.pay_usd_year,
    n.opened_on, n.board, n.url, n.vacancy_id
FROM naming(wanted, population := population) AS n
CROSS JOIN mart.meta AS t
WHERE n.closed_on IS NULL AND n.last_seen_on > t.built_at::DATE - 7
ORDER BY n.opened_on DESC, n.vacancy_id
