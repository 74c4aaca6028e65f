-- salary_beside('go'): which concepts stand beside a concept where pay is high: median stated pay of its vacancies with and
-- without each, for those that stand in `least` vacancies with stated pay. What goes together need not be a cause.
WITH paid AS (
    SELECT n.vacancy_id, n.pay_cny_year
    FROM naming(wanted, population := population) AS n
    WHERE n.pay_cny_year IS NOT NULL
),
beside AS (
    SELECT m.concept, p.vacancy_id, p.pay_cny_year
    FROM paid AS p
    JOIN core.mentions AS m ON m.posting_id = p.vacancy_id
    WHERE m.concept <> wanted
),
named AS (
    SELECT concept, count(*) AS with_n, median(pay_cny_year) AS with_cny_year
    FROM beside
    GROUP BY ALL
    HAVING count(*) >= least
),
others AS (
    SELECT n.concept, median(p.pay_cny_year) AS without_cny_year, count(p.vacancy_id) AS without_n
    FROM named AS n
    CROSS JOIN paid AS p
    ANTI JOIN beside AS b ON b.concept = n.concept AND b.vacancy_id = p.vacancy_id
    GROUP BY ALL
    HAVING count(*) >= least
)
SELECT
    n.concept, n.with_n, n.with_cny_year, o.without_n, o.without_cny_year,
    n.with_cny_year / o.without_cny_year AS ratio
FROM named AS n
JOIN others AS o ON o.concept = n.concept
ORDER BY ratio DESC, n.concept
