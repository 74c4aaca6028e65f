-- in_population('CN', in_cn): whether a vacancy belongs to a population, which is ALL or CN; any other is an error.
CASE wanted
    WHEN 'ALL' THEN true
    WHEN 'CN' THEN lies_in_cn
    ELSE error('No population ''' || wanted || '''. One of: ALL, CN.')
END
