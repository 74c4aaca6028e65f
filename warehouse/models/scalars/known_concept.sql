-- known_concept('go'): true for a slug of core.concepts and for `any`; else an error that names the nearest slugs.
CASE
    WHEN wanted = 'any' OR EXISTS (FROM core.concepts AS c WHERE c.concept = wanted) THEN true
    ELSE error(
        'No concept ''' || wanted || '''. Nearest: ' || coalesce((
            SELECT string_agg(n.concept, ', ' ORDER BY n.alike DESC, n.concept)
            FROM (
                SELECT
                    c.concept,
                    greatest(
                        jaro_winkler_similarity(lower(c.concept), lower(wanted)),
                        jaro_winkler_similarity(lower(c.label_en), lower(wanted)),
                        jaro_winkler_similarity(c.label_zh, wanted)
                    ) AS alike
                FROM core.concepts AS c
                ORDER BY alike DESC, c.concept
                LIMIT 3
            ) AS n
        ), 'none') || '. FROM find_concept(''' || wanted || ''') looks in their names.'
    )
END
