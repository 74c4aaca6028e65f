-- openings: every vacancy with what its first posting says: who, what, where, for how much, since when, the link.
SELECT
    v.vacancy_id, v.board, coalesce(p.company, v.employer_key) AS employer, p.role AS title,
    v.opened_on, v.last_seen_on, v.closed_on, v.counts_as_opened, v.postings_n, v.in_cn,
    p.cities, p.countries, p.remote, v.work_type, v.industry, p.seniority, p.education,
    p.experience_min_years, p.experience_max_years, p.pay_min_cny_year, p.pay_max_cny_year,
    coalesce((p.pay_min_cny_year + p.pay_max_cny_year) / 2, p.pay_min_cny_year, p.pay_max_cny_year) AS pay_cny_year,
    coalesce((p.pay_min_usd_year + p.pay_max_usd_year) / 2, p.pay_min_usd_year, p.pay_max_usd_year) AS pay_usd_year,
    p.text_language, v.employer_key, p.url
FROM core.vacancies AS v
JOIN core.postings AS p ON p.posting_id = v.vacancy_id
