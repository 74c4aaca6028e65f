"""Benchmarks and comparisons, each one command; their tables lie in docs/. Never imported by the product."""
