-- Open on the Thursday of each week, by adding what opens and taking off what closes. Boards without a complete crawl
-- know no closings and have no stock. `any` stands for all vacancies.
WITH counted AS (
    SELECT
        v.vacancy_id, v.board,
        unnest(CASE WHEN v.in_cn THEN ['ALL', 'CN'] ELSE ['ALL'] END) AS population,
        -- The Monday of the first week whose Thursday is not before the day.
        date_trunc('week', v.opened_on + 3)::DATE AS from_week,
        date_trunc('week', coalesce(v.closed_on, v.last_seen_on + 1) + 3)::DATE AS until_week
    FROM core.vacancies AS v
    WHERE v.board IN (SELECT board FROM stage.crawls WHERE chosen AND state = 'complete')
),
named AS (
    SELECT c.board, c.population, m.concept, c.from_week, c.until_week
    FROM counted AS c
    JOIN core.mentions AS m ON m.posting_id = c.vacancy_id
    WHERE c.from_week < c.until_week
    UNION ALL
    SELECT board, population, 'any' AS concept, from_week, until_week
    FROM counted
    WHERE from_week < until_week
),
changes AS (
    SELECT board, population, concept, week, sum(change) AS change
    FROM (
        SELECT board, population, concept, from_week AS week, count(*) AS change FROM named GROUP BY ALL
        UNION ALL
        SELECT board, population, concept, until_week AS week, -count(*) AS change FROM named GROUP BY ALL
    )
    GROUP BY ALL
),
levels AS (
    SELECT
        board, population, concept, week,
        sum(change) OVER w AS vacancies_n,
        lead(week) OVER w AS next_week
    FROM changes
    WINDOW w AS (PARTITION BY board, population, concept ORDER BY week)
),
weeks AS (
    SELECT
        board, population, concept, vacancies_n::BIGINT AS vacancies_n,
        unnest(generate_series(week, next_week - 1, INTERVAL 7 DAY))::DATE AS week
    FROM levels
    WHERE vacancies_n > 0
)
SELECT w.week, w.board, w.population, w.concept, w.vacancies_n, t.vacancies_n AS total_n, w.vacancies_n / t.vacancies_n AS share
FROM weeks AS w
JOIN weeks AS t ON t.week = w.week AND t.board = w.board AND t.population = w.population AND t.concept = 'any'
