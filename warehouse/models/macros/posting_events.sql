-- posting_events(DATE '2024-05-01', DATE '2024-05-31'): what happened to postings from the first day to the last, both
-- included. `opened`: first seen; `reposted`: first seen, and goes on with a vacancy that another posting had begun;
-- `changed`: says something else (core.posting_versions tells what); `closed`: no longer in a complete crawl, or ended
-- as stated; `lapsed`: no longer seen, and nothing tells when it went; `reopened`: seen again after that. Open before
-- the first day + opened + reposted + reopened - closed - lapsed = open on the last day.
WITH spans AS (
    SELECT
        o.posting_id, o.board, o.first_seen_on, o.last_seen_on, o.closed_on,
        b.kind = 'live' AS is_live,
        lag(o.first_seen_on) OVER w IS NULL AS is_first,
        lead(o.first_seen_on) OVER w IS NULL AS is_last,
        lag(o.closed_on) OVER w IS NOT NULL AS was_closed
    FROM core.observations AS o
    JOIN core.boards AS b ON b.board = o.board
    WINDOW w AS (PARTITION BY o.posting_id ORDER BY o.first_seen_on)
),
events AS (
    SELECT
        posting_id, board, first_seen_on AS day,
        CASE WHEN is_first THEN 'opened' WHEN was_closed OR NOT is_live THEN 'reopened' ELSE 'changed' END AS event
    FROM spans
    UNION ALL BY NAME
    SELECT
        posting_id, board, coalesce(closed_on, last_seen_on + 1) AS day,
        CASE WHEN closed_on IS NULL THEN 'lapsed' ELSE 'closed' END AS event
    FROM spans
    WHERE closed_on IS NOT NULL OR is_last OR NOT is_live
)
SELECT
    e.day,
    CASE WHEN e.event = 'opened' AND p.vacancy_id <> p.posting_id THEN 'reposted' ELSE e.event END AS event,
    e.posting_id, p.vacancy_id, e.board
FROM events AS e
JOIN core.postings AS p ON p.posting_id = e.posting_id
WHERE e.day BETWEEN from_day::DATE AND until_day::DATE
ORDER BY ALL
