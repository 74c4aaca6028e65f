-- Postings to link again, and before them, with their kept links, those of their employers that may decide something:
-- all from the first posting of the first vacancy on that had not ended when the first one to link again opened.
WITH changed AS (
    SELECT l.employer_key, any_value(s.since) AS since
    FROM stage.listed AS l
    JOIN stage.since AS s ON s.employer_key = l.employer_key AND l.opened_on >= s.since
    GROUP BY ALL
),
-- A vacancy is called by its first posting.
lasting AS (
    SELECT k.employer_key, k.vacancy_id
    FROM stage.kept AS k
    JOIN changed AS c ON c.employer_key = k.employer_key AND k.opened_on < c.since
    JOIN stage.listed AS l ON l.posting_id = k.posting_id AND l.last_seen_on >= c.since - 92
    GROUP BY ALL
),
began AS (
    SELECT v.employer_key, min(l.opened_on) AS began
    FROM lasting AS v
    JOIN stage.listed AS l ON l.posting_id = v.vacancy_id
    GROUP BY ALL
)
SELECT
    l.employer_key, l.opened_on, l.posting_id, l.opened_on >= c.since AS again,
    k.vacancy_id, k.base_id, k.family, k.opening
FROM changed AS c
LEFT JOIN began AS b ON b.employer_key = c.employer_key
JOIN stage.listed AS l ON l.employer_key = c.employer_key AND l.opened_on >= coalesce(b.began, c.since)
LEFT JOIN stage.kept AS k ON k.posting_id = l.posting_id AND l.opened_on < c.since
