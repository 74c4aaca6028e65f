-- What each posting that was edited has said, one version after the other; an edit that is taken back is a third version.
WITH edited AS (
    SELECT s.posting_id, s.version, s.first_seen_on, s.last_seen_on, s.last_partition, s.last_run, s.scope
    FROM core.sightings AS s
    SEMI JOIN (
        SELECT posting_id FROM core.sightings GROUP BY posting_id HAVING min(version) <> max(version)
    ) AS e ON e.posting_id = s.posting_id
),
begun AS (
    SELECT
        *,
        lag(version) OVER (PARTITION BY posting_id ORDER BY last_partition, last_run, scope) IS DISTINCT FROM version AS begins
    FROM edited
),
numbered AS (
    SELECT
        *,
        count_if(begins) OVER (PARTITION BY posting_id ORDER BY last_partition, last_run, scope)::BIGINT AS version_n
    FROM begun
),
told AS (
    SELECT
        posting_id, version_n,
        any_value(version) AS version,
        min(first_seen_on) AS first_seen_on,
        max(last_seen_on) AS last_seen_on
    FROM numbered
    GROUP BY posting_id, version_n
),
ordered AS (
    SELECT
        *,
        lead(version_n) OVER w IS NULL AS is_newest,
        lag(version) OVER w AS before
    FROM told
    WINDOW w AS (PARTITION BY posting_id ORDER BY version_n)
),
-- What is said is told apart by hashes: whole texts beside those before them would have to be held in memory.
said AS (
    SELECT
        id, hash(role) AS title, hash(company) AS company, hash(text_plain) AS text,
        hash(pay_min, pay_max, pay_currency, pay_period, pay_months) AS pay, hash(cities, countries) AS places,
        hash(remote) AS remote, hash(experience_min_years, experience_max_years) AS experience,
        hash(education) AS education, hash(seniority) AS seniority, hash(work_type) AS work_type,
        hash(industry) AS industry, hash(concepts) AS concepts
    FROM stage.normalised
    WHERE id IN (SELECT version FROM told)
)
SELECT
    o.* EXCLUDE (before),
    n.* EXCLUDE (id, sketch, telling, words, offered, wanted, named, links, hirer, site),
    CASE WHEN o.before IS NULL THEN [] ELSE list_filter([
        CASE WHEN s.title <> b.title THEN 'title' END,
        CASE WHEN s.company <> b.company THEN 'company' END,
        CASE WHEN s.text <> b.text THEN 'text' END,
        CASE WHEN s.pay <> b.pay THEN 'pay' END,
        CASE WHEN s.places <> b.places THEN 'places' END,
        CASE WHEN s.remote <> b.remote THEN 'remote' END,
        CASE WHEN s.experience <> b.experience THEN 'experience' END,
        CASE WHEN s.education <> b.education THEN 'education' END,
        CASE WHEN s.seniority <> b.seniority THEN 'seniority' END,
        CASE WHEN s.work_type <> b.work_type THEN 'work_type' END,
        CASE WHEN s.industry <> b.industry THEN 'industry' END,
        CASE WHEN s.concepts <> b.concepts THEN 'concepts' END
    ], lambda field: field IS NOT NULL) END AS changed
FROM ordered AS o
JOIN stage.normalised AS n ON n.id = o.version
JOIN said AS s ON s.id = o.version
LEFT JOIN said AS b ON b.id = o.before
