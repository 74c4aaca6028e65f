"""Tell: claims, estimators, verdicts, charts, page and mail. Reads frames of warehouse/; knows no spider."""
