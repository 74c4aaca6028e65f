SELECT schema_name || '.' || table_name AS full_name
FROM duckdb_tables()
WHERE database_name = 'before'
