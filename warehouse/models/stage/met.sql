-- Pairs of postings with a telling window in common, the last one before each. Where `may_tell` holds the one may tell the
-- other's employer: their keys differ and do not speak against each other. It holds wherever _may_be_one() of vacancies.py
-- does, which decides; other pairs matter only if the earlier one's employer was told itself.
WITH windows AS (
    SELECT place, employer_key, unnest(telling) AS hash
    FROM stage.told
),
followed AS (
    SELECT
        place, employer_key, hash,
        lag(place) OVER w AS other,
        lag(employer_key) OVER w AS other_key
    FROM windows
    WINDOW w AS (PARTITION BY hash ORDER BY place)
),
pairs AS (
    SELECT place, other, employer_key, other_key, min(hash) AS hash
    FROM followed
    WHERE other IS NOT NULL
    GROUP BY ALL
)
SELECT
    place, other, hash,
    employer_key <> other_key AND (
        NOT starts_with(employer_key, 'name:') OR NOT starts_with(other_key, 'name:')
        OR contains(employer_key, substr(other_key, 6)) OR contains(other_key, substr(employer_key, 6))
        OR left(employer_key, 10) = left(other_key, 10)
    ) AS may_tell
FROM pairs
