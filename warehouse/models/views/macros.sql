-- macros: the questions that this database answers: how each is asked, and what it tells.
SELECT
    function_name AS name,
    function_name || '(' || array_to_string(parameters, ', ') || ')' AS asked_by,
    split_part(comment, ' Example: ', 1) AS tells,
    split_part(comment, ' Example: ', 2) AS example
FROM duckdb_functions()
WHERE function_type = 'table_macro' AND database_name = current_database() AND NOT internal AND comment IS NOT NULL
ORDER BY name
