WITH named AS (
    SELECT
        posting_id, vacancy_id, mention.concept AS concept, mention.strength AS strength,
        mention.alternative AS alternative,
        list_position(['required', 'preferred', 'mentioned'], mention.strength) AS weakness
    FROM (
        SELECT posting_id, vacancy_id, unnest(concepts) AS mention
        FROM core.postings
        WHERE is_posting
    )
)
SELECT
    posting_id, vacancy_id, concept, arg_min(strength, weakness) AS strength,
    arg_min(alternative, 2 * weakness + alternative::INTEGER) AS is_alternative
FROM named
GROUP BY ALL
