-- A posting whose concepts differ names each once: its mentions are taken as they stand. Of one that names a concept
-- twice the strongest counts, and of two that are as strong the one without an alternative.
WITH told AS (
    SELECT
        posting_id, vacancy_id, concepts,
        list_distinct(list_transform(concepts, lambda c: c.concept)) AS names
    FROM core.postings
    WHERE is_posting
)
SELECT
    posting_id, vacancy_id, mention.concept AS concept, mention.strength AS strength,
    mention.alternative AS is_alternative
FROM (
    SELECT
        posting_id, vacancy_id,
        unnest(
            CASE WHEN len(names) = len(concepts) THEN concepts
            ELSE list_transform(
                list_transform(
                    names,
                    lambda name: {
                        name: name,
                        least: list_min(
                            list_transform(
                                list_filter(concepts, lambda c: c.concept = name),
                                lambda c: 2 * list_position(['required', 'preferred', 'mentioned'], c.strength)
                                    + c.alternative::INTEGER
                            )
                        )
                    }
                ),
                lambda one: {
                    concept: one.name,
                    strength: ['required', 'preferred', 'mentioned'][one.least // 2],
                    alternative: one.least % 2 = 1
                }
            )
            END
        ) AS mention
    FROM told
)
