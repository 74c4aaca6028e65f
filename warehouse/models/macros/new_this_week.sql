-- new_this_week('go'): vacancies that name a concept and opened in the seven days up to the build, newest first.
SELECT n.opened_on, n.employer, n.title, n.cities, n.remote, n.pay_cny_year, n.pay_usd_year, n.board, n.url, n.vacancy_id
FROM naming(wanted, population := population) AS n
CROSS JOIN mart.meta AS t
WHERE n.counts_as_opened AND n.opened_on > t.built_at::DATE - 7
ORDER BY n.opened_on DESC, n.vacancy_id
