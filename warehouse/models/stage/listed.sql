-- Postings that may continue another one's vacancy, in the order in which they are linked, by employer as it is told.
SELECT
    coalesce(e.employer_key, t.employer_key) AS employer_key,
    t.opened_on, t.posting_id, t.board, t.last_seen_on, t.text_key, t.role_key, t.places, t.title, t.countries, t.sketch
FROM stage.told AS t
LEFT JOIN stage.employers AS e ON e.posting_id = t.posting_id
QUALIFY count(*) OVER (PARTITION BY coalesce(e.employer_key, t.employer_key)) > 1
ORDER BY 1, t.opened_on, t.posting_id
