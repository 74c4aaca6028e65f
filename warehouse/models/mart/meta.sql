SELECT
    i.vintage, i.built_at, i.taxonomy, i.schema_version,
    coalesce((SELECT bool_or(simulated) FROM core.crawls), false) AS simulated,
    (SELECT date_trunc('month', min(opened_on))::DATE FROM core.vacancies) AS first_month,
    (SELECT date_trunc('month', max(opened_on))::DATE FROM core.vacancies) AS last_month
FROM stage.identity AS i
