-- time_to_close('go'): how long live boards list vacancies that name a concept: by board, the days after which a quarter,
-- half and three quarters have closed (Kaplan-Meier: those still open count as long as they were seen); null where fewer have.
WITH spells AS (
    SELECT
        n.board,
        (coalesce(n.closed_on, n.last_seen_on + 1) - n.opened_on)::BIGINT AS days,
        (n.closed_on IS NOT NULL)::INTEGER AS closed
    FROM vacancies_of(wanted, population := population) AS n
    JOIN core.boards AS b ON b.board = n.board AND b.kind = 'live'
    WHERE n.counts_as_opened
),
ends AS (
    SELECT board, days, count(*) AS left_n, sum(closed) AS closed_n
    FROM spells
    GROUP BY ALL
),
risks AS (
    SELECT board, days, closed_n, sum(left_n) OVER (PARTITION BY board ORDER BY days DESC) AS at_risk_n
    FROM ends
),
curve AS (
    SELECT board, days, product(1 - closed_n / at_risk_n) OVER (PARTITION BY board ORDER BY days) AS still_open
    FROM risks
)
SELECT
    s.board, s.vacancies_n, s.closed_n,
    min(c.days) FILTER (WHERE c.still_open <= 0.75) AS quarter_days,
    min(c.days) FILTER (WHERE c.still_open <= 0.5) AS median_days,
    min(c.days) FILTER (WHERE c.still_open <= 0.25) AS three_quarters_days
FROM (SELECT board, count(*) AS vacancies_n, sum(closed)::BIGINT AS closed_n FROM spells GROUP BY ALL) AS s
JOIN curve AS c ON c.board = s.board
GROUP BY ALL
ORDER BY s.vacancies_n DESC, s.board
