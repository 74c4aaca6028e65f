-- What linking reads of each posting, in the order of time. Captures of a board are not among them: they would take its
-- vacancies over.
SELECT
    employer_key, opened_on, posting_id, board, last_seen_on, text_key, role_key, places, title, countries,
    coalesce(sketch, ''::BLOB) AS sketch, coalesce(offered, []) AS offered, telling,
    row_number() OVER (ORDER BY opened_on, posting_id) AS place
FROM stage.current
WHERE is_posting AND board NOT IN (SELECT board FROM stage.boards WHERE captures)
ORDER BY opened_on, posting_id
