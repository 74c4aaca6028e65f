-- Postings that may continue another one's vacancy, in the order in which they are linked. Captures of a board are not
-- among them: they would take its vacancies over.
SELECT employer_key, opened_on, posting_id, board, last_seen_on, text_key, role_key, places
FROM stage.current
WHERE is_posting AND board NOT IN (SELECT board FROM stage.boards WHERE captures)
QUALIFY count(*) OVER (PARTITION BY employer_key) > 1
ORDER BY employer_key, opened_on, posting_id
