-- history_of('lever:acme-1'): every span of days over which a vacancy's postings were listed; a new `version` is a changed
-- text, `closed_on` a complete crawl that no longer found it. Takes the id of the vacancy or of any of its postings.
SELECT o.first_seen_on, o.last_seen_on, o.closed_on, o.posting_id, o.board, o.version, p.url
FROM core.observations AS o
JOIN core.postings AS p ON p.posting_id = o.posting_id
WHERE p.vacancy_id = (SELECT q.vacancy_id FROM core.postings AS q WHERE q.posting_id = wanted)
ORDER BY o.first_seen_on, o.posting_id
