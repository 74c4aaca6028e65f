"""Tell: claims, estimators, verdicts, charts, page and mail. Reads the frames that warehouse/ hands out; knows no spider."""
