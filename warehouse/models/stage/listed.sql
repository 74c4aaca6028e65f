-- Postings that may continue another one's vacancy, by employer as it is told.
WITH named AS (
    SELECT t.* REPLACE (
        -- One whom only texts tell is the one of that name.
        regexp_replace(coalesce(e.employer_key, t.employer_key), '^said:', 'name:') AS employer_key
    )
    FROM stage.told AS t
    LEFT JOIN stage.employers AS e ON e.posting_id = t.posting_id
)
SELECT *
FROM named
QUALIFY count(*) OVER (PARTITION BY employer_key) > 1
