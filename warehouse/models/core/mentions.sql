-- A posting whose concepts differ names each once: its mentions are taken as they stand, which spares a group a mention.
WITH told AS NOT MATERIALIZED (
    SELECT
        posting_id, vacancy_id, concepts,
        len(list_distinct(list_transform(concepts, lambda c: c.concept))) = len(concepts) AS is_plain
    FROM core.postings
    WHERE is_posting
),
named AS (
    SELECT
        posting_id, vacancy_id, mention.concept AS concept, mention.strength AS strength,
        mention.alternative AS alternative,
        list_position(['required', 'preferred', 'mentioned'], mention.strength) AS weakness
    FROM (
        SELECT posting_id, vacancy_id, unnest(concepts) AS mention
        FROM told
        WHERE NOT is_plain
    )
)
SELECT
    posting_id, vacancy_id, mention.concept AS concept, mention.strength AS strength,
    mention.alternative AS is_alternative
FROM (
    SELECT posting_id, vacancy_id, unnest(concepts) AS mention
    FROM told
    WHERE is_plain
)
UNION ALL
SELECT
    posting_id, vacancy_id, concept, arg_min(strength, weakness) AS strength,
    arg_min(alternative, 2 * weakness + alternative::INTEGER) AS is_alternative
FROM named
GROUP BY ALL
