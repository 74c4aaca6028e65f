SELECT * FROM stage.field_quality
