SELECT schema_name || '.' || table_name AS full_name, list(column_name ORDER BY column_index) AS columns
FROM duckdb_columns()
WHERE database_name = 'before'
GROUP BY full_name
