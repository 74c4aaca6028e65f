"""The report as pages that open from disk: no server, no script, nothing loaded from afar. Nothing is computed."""
