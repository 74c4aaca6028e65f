-- Spans of days over which a posting was listed with one content version.
WITH stated AS (SELECT * FROM stage.stated_spans),

-- Live boards: all runs of a day count as one look. What a day said is what its last run said.
looks AS (
    SELECT
        p.posting_id, p.board, try_cast(p.partition AS DATE) AS day,
        arg_max(p.scope, (p.run, p.scope)) AS scope,
        arg_max(p.version, (p.run, p.scope)) AS version
    FROM stage.postings AS p
    JOIN stage.boards AS b ON b.board = p.board AND b.kind = 'live'
    GROUP BY ALL
),
-- Only a complete crawl of its scope shows that a posting is gone, and only where its landing file can be read.
complete AS (
    SELECT DISTINCT c.board, c.scope, try_cast(c.partition AS DATE) AS day
    FROM stage.crawls AS c
    JOIN stage.boards AS b ON b.board = c.board AND b.kind = 'live'
    WHERE c.chosen AND c.state = 'complete'
),
followed AS (
    SELECT
        l.*,
        c.day AS absent_from,
        lead(l.day) OVER (PARTITION BY l.posting_id ORDER BY l.day) AS next_day
    FROM looks AS l
    ASOF LEFT JOIN complete AS c ON c.board = l.board AND c.scope = l.scope AND c.day > l.day
),
ended AS (
    SELECT
        * EXCLUDE (absent_from),
        CASE WHEN next_day IS NULL OR absent_from < next_day THEN absent_from END AS closed_on
    FROM followed
),
numbered AS (
    SELECT
        *,
        count_if(starts) OVER (PARTITION BY posting_id ORDER BY day) AS span
    FROM (
        SELECT
            *,
            lag(day) OVER w IS NULL OR lag(closed_on) OVER w IS NOT NULL OR lag(version) OVER w <> version AS starts
        FROM ended
        WINDOW w AS (PARTITION BY posting_id ORDER BY day)
    )
),
live AS (
    SELECT
        posting_id, board,
        arg_max(scope, day) AS scope,
        min(day) AS first_seen_on,
        max(day) AS last_seen_on,
        max(closed_on) AS closed_on,
        arg_max(version, day) AS version
    FROM numbered
    GROUP BY posting_id, board, span
)
SELECT * FROM live
UNION ALL BY NAME
SELECT * FROM stated
