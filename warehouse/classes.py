"""The closed lists of words that postings are sorted into. Imports nothing, so that a crawl can know them cheaply."""

WORK_TYPES = (
    "backend-microservices", "cloud-infrastructure", "distributed-middleware", "ai-infrastructure", "web3",
    "edge-embedded", "network-security", "frontend-mobile", "full-stack", "data-engineering", "data-science-ml",
    "qa-test", "business-crud", "tooling-platform", "game", "management", "non-software", "multiple", "other",
)  # fmt: skip
INDUSTRIES = (
    "internet-platform", "finance", "manufacturing-energy", "power-grid", "rail-transport", "government-xinchuang",
    "saas-enterprise", "outsourcing-staffing", "semiconductor", "automotive", "games", "e-commerce",
    "healthcare-bio", "education", "media-advertising", "telecom", "security", "web3-crypto", "logistics-travel",
    "nonprofit-research", "other", "unknown",
)  # fmt: skip
EDUCATIONS = ("none", "junior-college", "bachelor", "master", "phd", "unspecified")
SENIORITIES = ("intern", "junior", "mid", "senior", "lead", "executive")
REMOTES = ("onsite", "hybrid", "remote")
PERIODS = ("year", "month", "day", "hour")
STRENGTHS = ("required", "preferred", "mentioned")
