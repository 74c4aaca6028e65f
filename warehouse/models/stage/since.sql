-- From which day on an employer's postings are linked again: the first on which a link may differ from the one that is
-- kept. What a posting says counts from the day it opens. How long it is seen counts from the first day on which it was
-- or was not yet gone: until then either is one that is still shown (vacancies.py).
SELECT
    coalesce(l.employer_key, k.employer_key) AS employer_key,
    min(CASE
        WHEN l.said IS NOT DISTINCT FROM k.said AND l.opened_on = k.opened_on
            THEN least(l.last_seen_on, k.last_seen_on) + 1
        ELSE least(l.opened_on, k.opened_on)
    END) AS since
FROM stage.listed AS l
FULL JOIN stage.kept AS k ON k.posting_id = l.posting_id AND k.employer_key = l.employer_key
WHERE (l.said, l.opened_on, l.last_seen_on) IS DISTINCT FROM (k.said, k.opened_on, k.last_seen_on)
GROUP BY ALL
