-- Every posting, also those that offer no job; these are their own vacancy and are counted nowhere, but for those of
-- control boards, which mart.control_monthly counts.
SELECT
    c.posting_id, c.board, c.scope, c.url,
    coalesce(l.vacancy_id, c.posting_id) AS vacancy_id,
    c.employer_key, c.opened_on, c.last_seen_on, c.closed_on, c.posted_on, c.posted_kind,
    list_contains(n.countries, 'CN') OR (len(n.countries) = 0 AND len(n.cities) = 0 AND b.home = 'CN') AS in_cn,
    CASE
        WHEN list_contains(n.countries, 'CN') THEN 'stated'
        WHEN len(n.countries) = 0 AND len(n.cities) = 0 AND b.home = 'CN' THEN 'board home'
    END AS cn_basis,
    n.* EXCLUDE (id, sketch, telling, words, offered, wanted, named, links, hirer, site) REPLACE (c.is_posting AS is_posting)
FROM stage.current AS c
JOIN stage.normalised AS n ON n.id = c.version
JOIN stage.boards AS b ON b.board = c.board
LEFT JOIN stage.links AS l ON l.posting_id = c.posting_id
