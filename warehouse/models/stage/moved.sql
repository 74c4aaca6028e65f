-- Vacancies of the warehouse before whose postings now belong to another one. Where the first posting has moved, or is
-- no longer known, the vacancy was merged into the other; else a part of it was split off.
WITH moved AS (
    SELECT o.vacancy_id, n.vacancy_id AS became, n.posting_id
    FROM core.postings AS n
    JOIN before.core.postings AS o ON o.posting_id = n.posting_id
    WHERE o.is_posting AND n.is_posting AND o.vacancy_id <> n.vacancy_id
)
SELECT
    m.vacancy_id, m.became,
    (SELECT any_value(vintage) FROM before.mart.meta) AS vintage,
    CASE
        WHEN bool_or(m.posting_id = m.vacancy_id) OR any_value(f.posting_id) IS NULL THEN 'merge'
        ELSE 'split'
    END AS kind,
    CASE WHEN any_value(b.posting_id) IS NULL THEN 'an earlier posting came in later' ELSE 'read or ruled otherwise' END AS reason,
    count(*) AS postings_n
FROM moved AS m
LEFT JOIN core.postings AS f ON f.posting_id = m.vacancy_id
LEFT JOIN before.core.postings AS b ON b.posting_id = m.became
GROUP BY m.vacancy_id, m.became
ORDER BY ALL
