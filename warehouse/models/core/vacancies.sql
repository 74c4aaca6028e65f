WITH spans AS (
    SELECT
        vacancy_id,
        max(last_seen_on) AS last_seen_on,
        CASE WHEN bool_and(closed_on IS NOT NULL) THEN max(closed_on) END AS closed_on,
        count(*) AS postings_n
    FROM core.postings
    WHERE is_posting
    GROUP BY vacancy_id
)
SELECT
    s.vacancy_id, coalesce(l.base_id, s.vacancy_id) AS base_id, f.board, f.employer_key, f.opened_on, s.last_seen_on, s.closed_on,
    c.counts_as_opened, s.postings_n, f.in_cn, f.work_type, f.industry
FROM spans AS s
JOIN core.postings AS f ON f.posting_id = s.vacancy_id
JOIN stage.current AS c ON c.posting_id = s.vacancy_id
LEFT JOIN stage.links AS l ON l.posting_id = s.vacancy_id
