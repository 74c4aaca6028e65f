-- Postings that may continue another one's vacancy, in the order in which they are linked, by employer as it is told.
-- Whether a posting was still listed after its employer's last opening decides nothing: of whom nothing opens, nothing is
-- linked again.
WITH named AS (
    SELECT t.* REPLACE (coalesce(e.employer_key, t.employer_key) AS employer_key)
    FROM stage.told AS t
    LEFT JOIN stage.employers AS e ON e.posting_id = t.posting_id
)
SELECT
    employer_key, opened_on, posting_id, board,
    least(last_seen_on, max(opened_on) OVER employer) AS last_seen_on,
    text_key, role_key, places, title, countries, sketch, offered
FROM named
WINDOW employer AS (PARTITION BY employer_key)
QUALIFY count(*) OVER employer > 1
ORDER BY employer_key, opened_on, posting_id
