SELECT * FROM stage.vacancy_changes
