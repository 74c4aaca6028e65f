SELECT *, tp + fn AS labels_n, tp + fp AS found_n
FROM stage.concept_quality
