-- boards_seen: what there is of every board: months observed, how many of them completely, postings, of these in China.
SELECT
    b.board, b.title, b.kind,
    min(c.month) AS first_month,
    max(c.month) AS last_month,
    count(c.month) AS months_n,
    count(c.month) FILTER (WHERE c.state = 'complete') AS complete_months_n,
    coalesce(sum(c.postings_n), 0)::BIGINT AS postings_n,
    coalesce(sum(c.in_cn_n), 0)::BIGINT AS in_cn_n
FROM core.boards AS b
LEFT JOIN mart.coverage AS c ON c.board = b.board
GROUP BY ALL
ORDER BY postings_n DESC, b.board
