SELECT * EXCLUDE (chosen) FROM stage.crawls
