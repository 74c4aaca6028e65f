-- claim_evidence('A3.2'): what the newest verdict on a claim rests on, line by line, down to the query of its cells.
SELECT e.what, e.said
FROM (
    SELECT
        unnest([
            'verdict', 'sentence', 'why', 'estimate', '95 % interval', 'vacancies', 'periods', 'corrected by an audit',
            'judged on', 'query of the cells'
        ]) AS what,
        unnest([
            h.verdict, h.sentence_en, h.reason, round(h.estimate, 4)::VARCHAR,
            round(h.low, 4)::VARCHAR || ' to ' || round(h.high, 4)::VARCHAR, h.n::VARCHAR, h.periods,
            h.corrected::VARCHAR, h.vintage, h.sql
        ]) AS said,
        generate_subscripts([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 1) AS line
    FROM mart.claim_history AS h
    WHERE h.claim_id = wanted
    QUALIFY row_number() OVER (PARTITION BY h.claim_id ORDER BY h.vintage DESC) = 1
) AS e
WHERE e.said IS NOT NULL
ORDER BY e.line
