-- known_facet('city'): the facet, where the view `facets` has it; else an error that names them all.
CASE
    WHEN wanted IN (
        'board', 'city', 'country', 'education', 'experience', 'industry', 'language', 'remote', 'seniority', 'tier',
        'work_type', 'year'
    ) THEN wanted
    ELSE error(
        'No facet ''' || wanted || '''. One of: board, city, country, education, experience, industry, language, '
        'remote, seniority, tier, work_type, year.'
    )
END
