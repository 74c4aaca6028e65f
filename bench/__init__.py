"""Benchmarks and comparisons, each runnable by one command; their tables lie in docs/. Never imported by the product."""
