-- The postings that are linked, in the order of time, with a digest of what linking reads of each beside its days.
-- Captures of a board are not among them: they would take its vacancies over.
-- Whom neither name nor poster tells, or a name that is nobody's, the text may (employers.key_of).
SELECT
    posting_id,
    CASE
        WHEN hirer IS NOT NULL AND NOT starts_with(employer_key, 'person:') THEN 'said:' || hirer
        ELSE employer_key
    END AS employer_key,
    opened_on, last_seen_on,
    (hash(board, text_key, role_key, places, title, countries, sketch, words, offered, wanted, named, links, skills, threaded) >> 1)::BIGINT AS said
FROM stage.current
WHERE is_posting AND board NOT IN (SELECT board FROM stage.boards WHERE captures)
