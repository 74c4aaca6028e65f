-- History boards and archives land by month, live boards by day. Control boards are ground for no estimate.
WITH crawled AS (
    SELECT
        board, scope, state,
        left(partition, 7) AS month,
        list_position(['complete', 'window', 'partial', 'capped'], state) AS badness
    FROM stage.crawls
    WHERE (chosen OR state IN ('blocked', 'failed')) AND board NOT IN (SELECT board FROM stage.boards WHERE control)
),
opened AS (
    SELECT board, strftime(opened_on, '%Y-%m') AS month, count(*) AS postings_n, count(*) FILTER (WHERE in_cn) AS in_cn_n
    FROM core.postings
    WHERE is_posting
    GROUP BY ALL
)
SELECT
    c.board,
    (c.month || '-01')::DATE AS month,
    coalesce(arg_max(c.state, c.badness), 'failed') AS state,
    count(DISTINCT c.scope) FILTER (WHERE c.badness IS NOT NULL) AS crawls_n,
    coalesce(any_value(o.postings_n), 0) AS postings_n,
    coalesce(any_value(o.in_cn_n), 0) AS in_cn_n
FROM crawled AS c
LEFT JOIN opened AS o ON o.board = c.board AND o.month = c.month
GROUP BY c.board, c.month
