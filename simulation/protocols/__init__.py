"""How each board's servers answer: envelopes, paging, errors. They know records, not vacancies."""
