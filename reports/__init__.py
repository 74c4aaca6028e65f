"""Tell: claims, estimators, verdicts, charts, page and mail. Reads frames that warehouse/ hands out; knows no spider."""
