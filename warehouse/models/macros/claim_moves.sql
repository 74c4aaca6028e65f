-- claim_moves('A3.2'): every vintage at which a claim's verdict moved, and what it rests on: another period, an audit or
-- revised data.
WITH known AS (
    SELECT
        vintage, claim_id, verdict, estimate, low, high, periods, corrected,
        lag(verdict) OVER earlier AS verdict_before,
        lag(estimate) OVER earlier AS estimate_before,
        lag(periods) OVER earlier AS periods_before,
        lag(corrected) OVER earlier AS corrected_before
    FROM mart.claim_history
    WHERE claim_id = wanted
    WINDOW earlier AS (PARTITION BY claim_id ORDER BY vintage)
)
SELECT
    vintage, claim_id, verdict_before, verdict, estimate_before, estimate, low, high, periods,
    CASE
        WHEN periods IS DISTINCT FROM periods_before THEN 'another period'
        WHEN corrected IS DISTINCT FROM corrected_before THEN 'an audit'
        ELSE 'revised data'
    END AS cause
FROM known
WHERE verdict_before IS NOT NULL AND verdict <> verdict_before
ORDER BY vintage
