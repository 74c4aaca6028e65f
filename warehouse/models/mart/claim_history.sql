SELECT * FROM stage.verdicts
