WITH named AS (
    SELECT posting_id, vacancy_id, unnest(concepts) AS mention
    FROM core.postings
    WHERE is_posting
)
SELECT
    posting_id, vacancy_id, mention.concept AS concept,
    arg_min(mention.strength, list_position(['required', 'preferred', 'mentioned'], mention.strength)) AS strength
FROM named
GROUP BY ALL
