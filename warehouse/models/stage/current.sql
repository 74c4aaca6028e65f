-- One posting in its newest version, without its text: what linking vacancies needs.
WITH spans AS (
    SELECT
        posting_id,
        min(first_seen_on) AS opened_on,
        max(last_seen_on) AS last_seen_on,
        last(closed_on ORDER BY first_seen_on) AS closed_on
    FROM core.observations
    GROUP BY posting_id
),
newest AS (
    SELECT *
    FROM stage.postings
    QUALIFY row_number() OVER (PARTITION BY posting_id ORDER BY partition DESC, run DESC, scope DESC) = 1
),
-- The first sight of a live scope's postings is no opening: they were there before. No capture's ever is.
begun AS (
    SELECT c.board, c.scope, try_cast(min(c.partition) AS DATE) + 60 AS counts_from
    FROM stage.crawls AS c
    JOIN stage.boards AS b ON b.board = c.board AND b.kind = 'live'
    WHERE c.chosen
    GROUP BY ALL
)
SELECT
    p.posting_id, p.board, p.scope, p.url, p.posted_on, p.posted_kind, p.version,
    s.opened_on, s.last_seen_on, s.closed_on,
    CASE
        WHEN n.company_key IS NOT NULL THEN 'name:' || n.company_key
        WHEN p.author IS NOT NULL THEN 'person:' || regexp_replace(p.author, '^person:', '')
        ELSE 'posting:' || p.posting_id
    END AS employer_key,
    NOT b.captures AND coalesce(s.opened_on >= g.counts_from, true) AS counts_as_opened,
    -- What a control board holds may read like an offer and is none.
    n.is_posting AND NOT b.control AS is_posting, n.text_key, n.role_key, n.role AS title, n.sketch, n.telling, n.offered,
    n.words, n.wanted, n.named, n.links, n.hirer, n.site,
    list_sort(list_concat(n.languages, n.skills)) AS skills,
    -- What people post in threads or topics, and not each opening until it is filled, of which the last day is stated.
    b.kind = 'history' AND p.expires_on IS NULL AS threaded,
    -- Where no city is stated, the countries tell openings of one role apart.
    list_sort(CASE WHEN len(n.cities) > 0 THEN n.cities ELSE n.countries END) AS places,
    list_sort(n.countries) AS countries
FROM newest AS p
JOIN spans AS s ON s.posting_id = p.posting_id
JOIN stage.normalised AS n ON n.id = p.version
JOIN stage.boards AS b ON b.board = p.board
LEFT JOIN begun AS g ON g.board = p.board AND g.scope = p.scope
