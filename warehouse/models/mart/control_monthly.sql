-- The concept `any` stands for all posts. What a control board holds is read like any text and counted only here.
WITH posts AS (
    SELECT date_trunc('month', p.opened_on)::DATE AS month, p.board, p.posting_id, p.concepts
    FROM core.postings AS p
    JOIN core.boards AS b ON b.board = p.board AND b.control
),
totals AS (
    SELECT month, board, count(*) AS total_n
    FROM posts
    GROUP BY ALL
),
each AS (
    SELECT DISTINCT month, board, posting_id, unnest(concepts).concept AS concept
    FROM posts
),
named AS (
    SELECT month, board, concept, count(*) AS posts_n
    FROM each
    GROUP BY ALL
    UNION ALL
    SELECT month, board, 'any' AS concept, total_n AS posts_n
    FROM totals
)
SELECT n.month, n.board, n.concept, n.posts_n, t.total_n, n.posts_n / t.total_n AS share
FROM named AS n
JOIN totals AS t ON t.month = n.month AND t.board = n.board
