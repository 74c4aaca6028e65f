SELECT * FROM stage.boards
