-- as_known_on(DATE '2024-05-15'): the rows of core.observations as a warehouse built at the end of that day (UTC)
-- would have held them: from the runs that had landed by then, whatever came in later. Texts are read as they are
-- today.
WITH landed AS (
    SELECT
        board, run,
        any_value(partition) AS partition,
        bool_or(state IN ('complete', 'window', 'partial', 'capped')) AS usable,
        bool_and(state IN ('complete', 'window')) AS whole
    FROM core.crawls
    WHERE readable AND (finished_at AT TIME ZONE 'UTC')::DATE <= known_day::DATE
    GROUP BY board, run
),
-- Of a history month the newest whole run counts, else the newest; of anything else all that is usable.
counted AS (
    SELECT l.board, l.run, l.partition
    FROM landed AS l
    JOIN core.boards AS b ON b.board = l.board
    WHERE l.usable
    QUALIFY b.kind <> 'history' OR row_number() OVER (PARTITION BY l.board, l.partition ORDER BY l.whole DESC, l.run DESC) = 1
),
known_crawls AS (
    SELECT
        c.board, c.scope, c.partition, c.run, c.state, c.kept_n,
        c.finished_at AT TIME ZONE 'UTC' AS finished_at,
        c.state IN ('complete', 'window', 'partial', 'capped') AS chosen
    FROM core.crawls AS c
    SEMI JOIN counted AS n ON n.board = c.board AND n.run = c.run
),
listing AS (
    SELECT n.board, c.scope, n.partition, n.run
    FROM counted AS n
    JOIN known_crawls AS c ON c.board = n.board AND c.run = n.run
    WHERE c.kept_n > 0
),
known_postings AS (
    SELECT
        s.posting_id, s.board, s.scope, n.partition, n.run, s.version, s.posted_on, s.expires_on, s.fetched_on AS fetched_at
    FROM core.sightings AS s
    JOIN counted AS n ON n.board = s.board AND n.run = s.first_run
    WHERE s.first_run = s.last_run
    UNION ALL BY NAME
    SELECT
        s.posting_id, s.board, s.scope, l.partition, l.run, s.version, s.posted_on, s.expires_on, s.fetched_on AS fetched_at
    FROM core.sightings AS s
    JOIN core.boards AS b ON b.board = s.board AND b.kind = 'live'
    JOIN listing AS l
        ON l.board = s.board AND l.scope = s.scope
        AND (l.partition, l.run) BETWEEN (s.first_partition, s.first_run) AND (s.last_partition, s.last_run)
    WHERE s.first_run <> s.last_run
    UNION ALL BY NAME
    SELECT
        s.posting_id, s.board, s.scope, l.partition, l.run, s.version, s.posted_on, s.expires_on, s.fetched_on AS fetched_at
    FROM core.sightings AS s
    JOIN core.boards AS b ON b.board = s.board AND b.kind <> 'live'
    JOIN listing AS l
        ON l.board = s.board AND l.scope = s.scope AND l.partition = s.first_partition
        AND l.run BETWEEN s.first_run AND s.last_run
    WHERE s.first_run <> s.last_run
),
known_spans AS (
    {stage.stated_spans}
)
SELECT *
FROM (
    {core.observations}
)
