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
beside AS (
    SELECT
        t.*,
        lead(t.version_n) OVER w IS NULL AS is_newest,
        n.* EXCLUDE (id, sketch, telling, offered),
        lag(n) OVER w AS before
    FROM told AS t
    JOIN stage.normalised AS n ON n.id = t.version
    WINDOW w AS (PARTITION BY t.posting_id ORDER BY t.version_n)
)
SELECT
    * EXCLUDE (before),
    CASE WHEN version_n = 1 THEN [] ELSE list_filter([
        CASE WHEN role IS DISTINCT FROM before.role THEN 'title' END,
        CASE WHEN company IS DISTINCT FROM before.company THEN 'company' END,
        CASE WHEN text_plain IS DISTINCT FROM before.text_plain THEN 'text' END,
        CASE
            WHEN (pay_min, pay_max, pay_currency, pay_period, pay_months) IS DISTINCT FROM
                (before.pay_min, before.pay_max, before.pay_currency, before.pay_period, before.pay_months)
                THEN 'pay'
        END,
        CASE WHEN (cities, countries) IS DISTINCT FROM (before.cities, before.countries) THEN 'places' END,
        CASE WHEN remote IS DISTINCT FROM before.remote THEN 'remote' END,
        CASE
            WHEN (experience_min_years, experience_max_years) IS DISTINCT FROM
                (before.experience_min_years, before.experience_max_years)
                THEN 'experience'
        END,
        CASE WHEN education IS DISTINCT FROM before.education THEN 'education' END,
        CASE WHEN seniority IS DISTINCT FROM before.seniority THEN 'seniority' END,
        CASE WHEN work_type IS DISTINCT FROM before.work_type THEN 'work_type' END,
        CASE WHEN industry IS DISTINCT FROM before.industry THEN 'industry' END,
        CASE WHEN concepts IS DISTINCT FROM before.concepts THEN 'concepts' END
    ], lambda field: field IS NOT NULL) END AS changed
FROM beside
