-- Stretches of consecutive runs that listed a posting and saw it say the same. Runs of history boards and archives follow
-- each other within their partition, since of a month one run counts; runs of a live scope over all its days.
-- All runs that can be read are here, also those of a month that a later run replaced.
WITH ordered AS (
    SELECT
        c.board, c.scope, c.run,
        row_number() OVER (
            PARTITION BY c.board, c.scope, CASE WHEN b.kind <> 'live' THEN c.partition END ORDER BY c.partition, c.run
        ) AS place
    FROM stage.crawls AS c
    JOIN stage.boards AS b ON b.board = c.board
    WHERE c.readable AND (c.kept_n > 0 OR c.state = 'complete')
),
looks AS (
    SELECT
        s.posting_id, s.board, s.scope, s.partition, s.run, s.version, o.place,
        -- Days of a live board are those of its looks, whatever it states.
        CASE WHEN b.kind <> 'live' THEN s.partition END AS month,
        CASE WHEN b.kind <> 'live' THEN s.posted_on END AS posted_on,
        CASE WHEN b.kind <> 'live' THEN s.expires_on END AS expires_on,
        CASE WHEN b.captures OR b.kind = 'archive' THEN s.fetched_at::DATE END AS fetched_on,
        CASE WHEN b.kind = 'live' THEN try_cast(s.partition AS DATE) ELSE s.fetched_at::DATE END AS seen_on,
        -- A run whose report does not know the scope stands alone.
        CASE WHEN o.place IS NULL THEN s.run END AS alone
    FROM stage.seen AS s
    JOIN stage.boards AS b ON b.board = s.board
    LEFT JOIN ordered AS o ON o.board = s.board AND o.scope = s.scope AND o.run = s.run
),
numbered AS (
    SELECT
        *,
        place - row_number() OVER (
            PARTITION BY posting_id, scope, month, version, posted_on, expires_on, fetched_on ORDER BY place
        ) AS stretch
    FROM looks
)
SELECT
    posting_id, board, scope,
    arg_min(partition, (partition, run)) AS first_partition,
    arg_min(run, (partition, run)) AS first_run,
    arg_max(partition, (partition, run)) AS last_partition,
    arg_max(run, (partition, run)) AS last_run,
    min(seen_on) AS first_seen_on,
    max(seen_on) AS last_seen_on,
    posted_on, expires_on, fetched_on, version
FROM numbered
GROUP BY posting_id, board, scope, month, posted_on, expires_on, fetched_on, version, stretch, alone
