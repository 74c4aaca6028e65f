-- reading_quality('go'): how well postings that name a concept, or are of a class, are recognised, on files of hand-made labels: share found
-- (sensitivity) and share right (precision) with 95 % intervals, as the newest scoring of each file kept them.
SELECT
    q.labels_file, q.field, q.labels_n, q.sensitivity, q.sensitivity_low, q.sensitivity_high,
    q.found_n, q.precision, q.precision_low, q.precision_high, q.version
FROM mart.concept_quality AS q
WHERE q.concept = wanted
QUALIFY row_number() OVER (PARTITION BY q.labels_file, q.field ORDER BY q.scored_at DESC) = 1
ORDER BY q.labels_file, q.field
