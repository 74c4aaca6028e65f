-- find_concept('容器'): the slugs whose names are nearest to some words, English or Chinese; every other question takes slugs.
SELECT
    c.concept, c.label_en, c.label_zh, c.dimension,
    CASE
        WHEN contains(lower(concat_ws(' ', c.concept, c.label_en, c.label_zh)), lower(wanted)) THEN 1.0
        ELSE greatest(
            jaro_winkler_similarity(lower(c.concept), lower(wanted)),
            jaro_winkler_similarity(lower(c.label_en), lower(wanted)),
            jaro_winkler_similarity(c.label_zh, wanted)
        )
    END AS likeness
FROM core.concepts AS c
WHERE likeness > 0.7
ORDER BY likeness DESC, length(c.concept), c.concept
LIMIT 10
