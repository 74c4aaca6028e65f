-- rising('skill'): which concepts of a dimension gained most: their share of opened vacancies in the last full months
-- against as many before, in percentage points. Boards seen in both weigh as much in both, so that a new board is no growth.
WITH windows AS (
    SELECT
        month, board, concept, vacancies_n, total_n,
        month >= (date_trunc('month', built_at) - to_months(months))::DATE AS after
    FROM mart.monthly_flow AS f
    CROSS JOIN mart.meta
    WHERE f.population = CASE WHEN in_population(population, true) THEN population END
        AND month < date_trunc('month', built_at)
        AND month >= (date_trunc('month', built_at) - to_months(2 * months))::DATE
),
boards AS (
    SELECT
        board,
        sum(total_n) FILTER (WHERE NOT after) AS before_total_n,
        sum(total_n) FILTER (WHERE after) AS after_total_n,
        sum(total_n) / sum(sum(total_n)) OVER () AS weight
    FROM windows
    WHERE concept = 'any'
    GROUP BY ALL
    HAVING before_total_n > 0 AND after_total_n > 0
),
named AS (
    SELECT
        w.board, w.concept,
        coalesce(sum(w.vacancies_n) FILTER (WHERE NOT w.after), 0) AS before_n,
        coalesce(sum(w.vacancies_n) FILTER (WHERE w.after), 0) AS after_n
    FROM windows AS w
    GROUP BY ALL
),
pooled AS (
    SELECT
        n.concept,
        sum(n.before_n)::BIGINT AS before_n,
        sum(n.after_n)::BIGINT AS after_n,
        sum(b.weight * n.before_n / b.before_total_n) AS before_share,
        sum(b.weight * n.after_n / b.after_total_n) AS after_share
    FROM named AS n
    JOIN boards AS b ON b.board = n.board
    GROUP BY ALL
)
SELECT
    c.concept, c.label_en, c.label_zh, p.before_n, p.after_n, p.before_share, p.after_share,
    100 * (p.after_share - p.before_share) AS points
FROM pooled AS p
JOIN core.concepts AS c ON c.concept = p.concept
WHERE (dimension = 'any' OR c.dimension = dimension) AND p.before_n + p.after_n >= least
ORDER BY points DESC, c.concept
