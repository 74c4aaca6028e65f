-- open_as_known_on(DATE '2024-05-15', DATE '2024-06-01'): the vacancies that were open on the first day by what had
-- landed at the end of the second. Texts are read, and postings linked to vacancies, as they are today.
WITH stays AS (
    SELECT
        posting_id,
        min(first_seen_on) AS opened_on,
        max(last_seen_on) AS last_seen_on,
        last(closed_on ORDER BY first_seen_on) AS closed_on
    FROM as_known_on(known_day)
    GROUP BY posting_id
),
vacancies AS (
    SELECT
        p.vacancy_id,
        min(s.opened_on) AS opened_on,
        max(s.last_seen_on) AS last_seen_on,
        CASE WHEN bool_and(s.closed_on IS NOT NULL) THEN max(s.closed_on) END AS closed_on,
        count(*) AS postings_n
    FROM stays AS s
    JOIN core.postings AS p ON p.posting_id = s.posting_id AND p.is_posting
    GROUP BY p.vacancy_id
)
SELECT *
FROM vacancies
WHERE opened_on <= wanted_day::DATE AND wanted_day::DATE < coalesce(closed_on, last_seen_on + 1)
