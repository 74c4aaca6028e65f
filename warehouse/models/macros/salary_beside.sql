-- salary_beside('go'): which concepts stand beside a concept where pay is high: median stated pay of its vacancies with and
-- without each, for those that stand in `least` vacancies with stated pay. What goes together need not be a cause.
WITH paid AS (
    SELECT n.vacancy_id, n.pay_cny_year
    FROM naming(wanted, population := population) AS n
    WHERE n.pay_cny_year IS NOT NULL
),
beside AS (
    SELECT DISTINCT p.posting_id, unnest(p.concepts).concept AS concept
    FROM core.postings AS p
    WHERE p.posting_id IN (SELECT vacancy_id FROM paid)
),
named AS (
    SELECT b.concept, count(*) AS with_n, median(p.pay_cny_year) AS with_cny_year
    FROM beside AS b
    JOIN paid AS p ON p.vacancy_id = b.posting_id
    WHERE b.concept <> wanted
    GROUP BY ALL
    HAVING count(*) >= least
),
-- The median of those without a concept, by how many of each pay are left when those with it are taken off.
amounts AS (
    SELECT pay_cny_year, count(*) AS all_n
    FROM paid
    GROUP BY ALL
),
taken AS (
    SELECT b.concept, p.pay_cny_year, count(*) AS taken_n
    FROM beside AS b
    JOIN paid AS p ON p.vacancy_id = b.posting_id
    GROUP BY ALL
),
remaining AS (
    SELECT
        n.concept, a.pay_cny_year,
        sum(a.all_n - coalesce(t.taken_n, 0)) OVER (PARTITION BY n.concept ORDER BY a.pay_cny_year) AS until_n,
        sum(a.all_n - coalesce(t.taken_n, 0)) OVER (PARTITION BY n.concept) AS left_n
    FROM named AS n
    CROSS JOIN amounts AS a
    LEFT JOIN taken AS t ON t.concept = n.concept AND t.pay_cny_year = a.pay_cny_year
),
others AS (
    SELECT
        concept, any_value(left_n)::BIGINT AS without_n,
        (
            min(pay_cny_year) FILTER (WHERE until_n >= (left_n + 1) // 2)
            + min(pay_cny_year) FILTER (WHERE until_n >= left_n // 2 + 1)
        ) / 2 AS without_cny_year
    FROM remaining
    GROUP BY ALL
    HAVING any_value(left_n) >= least
)
SELECT
    n.concept, n.with_n, n.with_cny_year, o.without_n, o.without_cny_year,
    n.with_cny_year / o.without_cny_year AS ratio
FROM named AS n
JOIN others AS o ON o.concept = n.concept
ORDER BY ratio DESC, n.concept
