"""Data that the normaliser reads: one line a concept, a term, a place, a cue, a rate. No code belongs here."""
