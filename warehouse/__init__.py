"""Keeps: contracts, landing files, the normaliser, the DuckDB warehouse and its published copy.

DuckDB and polars live here and nowhere else. Nothing here imports another room.
"""
