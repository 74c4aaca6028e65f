-- open_on(DATE '2024-05-15'): vacancies open on a day.
SELECT *
FROM core.vacancies
WHERE opened_on <= wanted_day AND wanted_day < coalesce(closed_on, last_seen_on + 1)
