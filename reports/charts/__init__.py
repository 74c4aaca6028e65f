"""The charts: one module a form. Each takes values and frames and returns a Chart; none reads a file or a warehouse."""
