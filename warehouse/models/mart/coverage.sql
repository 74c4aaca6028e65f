-- History boards are crawled by month, live boards by day; an archive covers the months that its postings opened in.
WITH crawled AS (
    SELECT c.board, left(c.partition, 7) AS month, c.scope, c.state
    FROM stage.crawls AS c
    JOIN stage.boards AS b ON b.board = c.board
    WHERE b.kind <> 'archive' AND (c.chosen OR c.state IN ('blocked', 'failed'))
),
opened AS (
    SELECT board, strftime(opened_on, '%Y-%m') AS month, count(*) AS postings_n, count_if(in_cn) AS in_cn_n
    FROM core.postings
    WHERE is_posting
    GROUP BY ALL
),
imported AS (
    SELECT o.board, o.month, c.scope, c.state
    FROM opened AS o
    JOIN stage.boards AS b ON b.board = o.board AND b.kind = 'archive'
    JOIN stage.crawls AS c ON c.board = o.board AND c.chosen
),
ranked AS (
    SELECT
        *,
        list_position(['complete', 'window', 'partial', 'capped'], state) AS badness
    FROM (SELECT * FROM crawled UNION ALL SELECT * FROM imported)
)
SELECT
    r.board,
    (r.month || '-01')::DATE AS month,
    coalesce(arg_max(r.state, r.badness), 'failed') AS state,
    count(DISTINCT r.scope) FILTER (WHERE r.badness IS NOT NULL) AS crawls_n,
    coalesce(any_value(o.postings_n), 0) AS postings_n,
    coalesce(any_value(o.in_cn_n), 0) AS in_cn_n
FROM ranked AS r
LEFT JOIN opened AS o ON o.board = r.board AND o.month = r.month
GROUP BY r.board, r.month
