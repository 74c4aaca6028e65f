-- claims_now: the newest verdict on every claim, with estimate, 95 % interval and the finding in a sentence.
SELECT claim_id, verdict, estimate, low, high, n, periods, corrected, reason, sentence_en, vintage
FROM mart.claim_history
QUALIFY row_number() OVER (PARTITION BY claim_id ORDER BY vintage DESC) = 1
ORDER BY claim_id
