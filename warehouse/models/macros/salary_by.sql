-- salary_by('go', 'city'): stated pay a year, before tax, of vacancies that name a concept, by a facet of demand_by: the
-- middle of the stated range, its quartiles in CNY and the median in USD. `stated_n` says on how many it rests.
SELECT
    f.value,
    count(*) AS vacancies_n,
    count(n.pay_cny_year) AS stated_n,
    quantile_cont(n.pay_cny_year, 0.25) AS p25_cny_year,
    quantile_cont(n.pay_cny_year, 0.5) AS median_cny_year,
    quantile_cont(n.pay_cny_year, 0.75) AS p75_cny_year,
    quantile_cont(n.pay_usd_year, 0.5) AS median_usd_year
FROM naming(wanted, population := population) AS n
JOIN facets AS f ON f.vacancy_id = n.vacancy_id
WHERE f.facet = known_facet(facet)
GROUP BY ALL
HAVING stated_n > 0
ORDER BY stated_n DESC, value
