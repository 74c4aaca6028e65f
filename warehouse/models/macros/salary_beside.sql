-- salary_beside('go'): which concepts stand beside a concept where pay is high: median stated pay of its vacancies with and
-- without each, for those that stand in `least` vacancies with stated pay. What goes together need not be a cause.
WITH paid AS (
    SELECT n.vacancy_id, n.pay_cny_year, row_number() OVER (ORDER BY n.pay_cny_year, n.vacancy_id) AS place
    FROM naming(wanted, population := population) AS n
    WHERE n.pay_cny_year IS NOT NULL
),
beside AS (
    SELECT DISTINCT p.posting_id, unnest(p.concepts).concept AS concept
    FROM core.postings AS p
    WHERE p.posting_id IN (SELECT vacancy_id FROM paid)
),
-- Those of a concept, from the lowest pay on: how many without it are paid no more follows from the place among all.
named AS (
    SELECT
        b.concept, p.pay_cny_year,
        p.place - row_number() OVER (PARTITION BY b.concept ORDER BY p.place) AS others_n,
        (SELECT count(*) FROM paid) - count(*) OVER (PARTITION BY b.concept) AS without_n
    FROM beside AS b
    JOIN paid AS p ON p.vacancy_id = b.posting_id
    WHERE b.concept <> wanted
),
-- The two in the middle of those without it stand so many places further up as there are with it below them.
told AS (
    SELECT
        concept, count(*) AS with_n, median(pay_cny_year) AS with_cny_year, any_value(without_n) AS without_n,
        any_value((without_n + 1) // 2) + count(*) FILTER (WHERE others_n < (without_n + 1) // 2) AS lower_place,
        any_value(without_n // 2 + 1) + count(*) FILTER (WHERE others_n < without_n // 2 + 1) AS upper_place
    FROM named
    GROUP BY ALL
    HAVING count(*) >= least AND any_value(without_n) >= least
)
SELECT
    t.concept, t.with_n, t.with_cny_year, t.without_n,
    (l.pay_cny_year + u.pay_cny_year) / 2 AS without_cny_year,
    t.with_cny_year / without_cny_year AS ratio
FROM told AS t
JOIN paid AS l ON l.place = t.lower_place
JOIN paid AS u ON u.place = t.upper_place
ORDER BY ratio DESC, t.concept
