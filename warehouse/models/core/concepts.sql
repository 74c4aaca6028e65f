SELECT * FROM stage.concepts
