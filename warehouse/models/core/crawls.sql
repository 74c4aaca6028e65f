SELECT * FROM stage.crawls
