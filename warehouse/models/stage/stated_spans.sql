-- Boards that state when a posting began: history boards and archives. A span is [from_on, until_on).
-- A capture shows its own day and no other, whatever the posting states.
WITH months AS (
    SELECT c.board, c.partition, try_cast(c.partition || '-01' AS DATE) AS month
    FROM stage.crawls AS c
    JOIN stage.boards AS b ON b.board = c.board AND b.kind = 'history'
    WHERE c.chosen
    GROUP BY ALL
),
-- A monthly thread begins with its first comment, which may fall in the month before.
threads AS (
    SELECT
        m.board, m.partition, m.month,
        greatest(coalesce(min(p.posted_on), m.month), m.month - INTERVAL 1 MONTH)::DATE AS began_on
    FROM months AS m
    LEFT JOIN stage.postings AS p ON p.board = m.board AND p.partition = m.partition
    GROUP BY m.board, m.partition, m.month
),
-- It ends with the next month's thread, or a month later where that was not crawled.
ends AS (
    SELECT
        board, partition, month,
        CASE
            WHEN lead(month) OVER w = month + INTERVAL 1 MONTH THEN lead(began_on) OVER w
            ELSE (began_on + INTERVAL 1 MONTH)::DATE
        END AS ended_on
    FROM threads
    WINDOW w AS (PARTITION BY board ORDER BY month)
),
-- Nothing is known of days after the board was last looked at.
horizon AS (
    SELECT board, max(finished_at)::DATE AS looked_on
    FROM stage.crawls
    WHERE chosen
    GROUP BY board
),
stretches AS (
    SELECT
        p.posting_id, p.board, p.scope, p.version, p.partition, p.run, h.looked_on,
        CASE
            WHEN b.captures THEN p.fetched_at::DATE
            ELSE coalesce(p.posted_on, e.month, try_cast(p.partition AS DATE), p.fetched_at::DATE)
        END AS from_on,
        CASE WHEN NOT b.captures THEN coalesce((p.expires_on + 1), e.ended_on) END AS until_on
    FROM stage.postings AS p
    JOIN stage.boards AS b ON b.board = p.board AND b.kind <> 'live'
    JOIN horizon AS h ON h.board = p.board
    LEFT JOIN ends AS e ON e.board = p.board AND e.partition = p.partition
),
bounded AS (
    SELECT
        * EXCLUDE (until_on),
        greatest(coalesce(until_on, from_on + 1), from_on + 1) AS until_on,
        until_on IS NOT NULL AS stated
    FROM stretches
),
-- Captures of one posting that touch are one span.
numbered AS (
    SELECT *, count_if(starts) OVER (PARTITION BY posting_id ORDER BY from_on, partition, run) AS span
    FROM (
        SELECT
            *,
            coalesce(
                from_on > max(until_on) OVER (
                    PARTITION BY posting_id ORDER BY from_on, partition, run
                    ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
                ),
                true
            ) AS starts
        FROM bounded
    )
),
spans AS (
    SELECT
        posting_id, board, looked_on,
        arg_max(scope, (partition, run)) AS scope,
        arg_max(version, (partition, run)) AS version,
        min(from_on) AS first_seen_on,
        max(until_on) AS until_on,
        arg_max(stated, until_on) AS stated
    FROM numbered
    GROUP BY posting_id, board, looked_on, span
)
SELECT
    posting_id, board, scope, first_seen_on,
    greatest(least(until_on - 1, looked_on), first_seen_on) AS last_seen_on,
    CASE WHEN stated AND until_on <= looked_on THEN until_on END AS closed_on,
    version
FROM spans
