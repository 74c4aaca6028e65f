-- Of the listed postings those of employers of whom anything is new or has changed since links were kept.
WITH now AS (
    SELECT employer_key, sum(hash(l)) AS digest
    FROM stage.listed AS l
    GROUP BY employer_key
)
SELECT l.*, n.digest::VARCHAR AS digest
FROM stage.listed AS l
JOIN now AS n ON n.employer_key = l.employer_key
LEFT JOIN (SELECT DISTINCT employer_key, digest FROM stage.kept) AS k
    ON k.employer_key = n.employer_key AND k.digest = n.digest::VARCHAR
WHERE k.employer_key IS NULL
ORDER BY l.employer_key, l.opened_on, l.posting_id
