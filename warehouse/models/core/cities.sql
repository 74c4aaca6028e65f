SELECT * FROM stage.cities
