"""One file a board, at most 40 lines, named as in boards.toml."""
