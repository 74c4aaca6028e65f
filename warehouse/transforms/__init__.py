"""Pure polars: frame in, frame out. One field or one step a module; nothing here touches a file or DuckDB."""
