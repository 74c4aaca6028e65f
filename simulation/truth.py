"""What is planted: shares and their growth, who asks for what, how pay and seasons run. Nothing is drawn here.

A share of a language is that of all vacancies opened in a market, of whatever kind. `PIVOT` lies in the middle of
2023 Q2; a yearly factor of 1.37 therefore makes 2024 Q2 37 % higher than 2023 Q2.

The demo's market (36 months to 2025-01, some 13,000 Chinese postings) is set so that every verdict occurs. Go really
grows by 37 % (A3.2), but 450 vacancies prove its direction only. Goroutines are required by two thirds of Go vacancies
(A3.10.scheduling: supported), channels and pprof by few (contradicted, as is the +147 % of Kubernetes with Go, A1.2).
Half of the cloud infrastructure work names Go, which a quarter's 60 vacancies cannot tell from the claim (A3.14:
undecided). SBOM and WebAssembly are too rare to say anything about (A3.17, A1.11.wasm: insufficient).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

PIVOT = date(2023, 5, 16)
_YEAR = 365.25


@dataclass(frozen=True)
class Trend:
    """A level that grows by a constant factor a year.

    Args:
        level: At PIVOT.
        yearly: Factor a year.
    """

    level: float
    yearly: float = 1.0

    def at(self, day: date) -> float:
        """Return the level of a day."""
        return float(self.level * self.yearly ** ((day - PIVOT).days / _YEAR))


@dataclass(frozen=True)
class Asked:
    """How often a skill is asked for.

    Args:
        go: Probability in a vacancy that names Go, at PIVOT.
        other: Probability in other software vacancies.
        yearly: Factor a year in those that name Go.
        must: Part of these that require it; the rest welcome it.
    """

    go: float
    other: float
    yearly: float = 1.0
    must: float = 0.6


@dataclass(frozen=True)
class Planted:
    """The truth of one market.

    Args:
        name: `CN` or `abroad`.
        shares: Language -> trend of its share of all vacancies.
        with_go: Language -> probability in a vacancy that names Go.
        asked: Skill -> how often.
        remote: Workplace -> weight among vacancies that name Go; `` says nothing.
        remote_others: The same among others.
        pay_stated: Probability that a vacancy states its pay.
        seasons: Factor of openings by calendar month, January first.
    """

    name: str
    shares: dict[str, Trend]
    with_go: dict[str, float]
    asked: dict[str, Asked]
    remote: dict[str, float]
    remote_others: dict[str, float]
    pay_stated: float
    seasons: tuple[float, ...]


_SKILLS_CN = {
    "kubernetes": Asked(0.38, 0.10, 1.06), "docker": Asked(0.36, 0.14), "grpc": Asked(0.34, 0.04),
    "protobuf": Asked(0.16, 0.02), "microservices": Asked(0.52, 0.22, must=0.8),
    "high-concurrency": Asked(0.46, 0.16, must=0.75), "goroutine": Asked(0.68, 0.0, must=0.95),
    "channel": Asked(0.24, 0.0, must=0.9), "pprof": Asked(0.13, 0.0), "etcd": Asked(0.14, 0.01),
    "raft": Asked(0.09, 0.01), "operator": Asked(0.10, 0.005, 1.1), "ebpf": Asked(0.035, 0.002, 1.6, 0.3),
    "wasm": Asked(0.006, 0.001, 1.2, 0.2), "opentelemetry": Asked(0.08, 0.01, 1.5, 0.6),
    "prometheus": Asked(0.2, 0.05), "istio": Asked(0.09, 0.01), "terraform": Asked(0.05, 0.01),
    "helm": Asked(0.06, 0.01), "gin": Asked(0.3, 0.0, must=0.7), "gozero": Asked(0.08, 0.0, 1.2, 0.4),
    "kratos": Asked(0.05, 0.0, must=0.4), "gorm": Asked(0.12, 0.0, must=0.6), "mysql": Asked(0.6, 0.42, must=0.85),
    "redis": Asked(0.58, 0.36, must=0.85), "kafka": Asked(0.4, 0.2, must=0.7), "rocketmq": Asked(0.1, 0.12, must=0.6),
    "mongodb": Asked(0.14, 0.08), "elasticsearch": Asked(0.16, 0.12), "clickhouse": Asked(0.07, 0.03),
    "tidb": Asked(0.05, 0.015), "postgresql": Asked(0.1, 0.06), "linux": Asked(0.45, 0.3, must=0.8),
    "linux-kernel": Asked(0.03, 0.02, must=0.7), "tcpip": Asked(0.3, 0.16, must=0.8), "cicd": Asked(0.15, 0.1),
    "distributed": Asked(0.5, 0.22, must=0.7), "transactions": Asked(0.06, 0.03), "envoy": Asked(0.03, 0.003),
    "gateway": Asked(0.1, 0.04), "cloud-native": Asked(0.3, 0.05, 1.05), "rust": Asked(0.05, 0.0, 1.25, 0.2),
    "cgo": Asked(0.012, 0.0, 1.1), "cuda": Asked(0.015, 0.02, 1.3, 0.4), "llm": Asked(0.03, 0.03, 1.9, 0.4),
    "blockchain": Asked(0.05, 0.01, 0.85), "sbom": Asked(0.004, 0.0005, 1.1, 0.3),
    "guomi": Asked(0.008, 0.004, 1.0, 0.7), "dengbao": Asked(0.006, 0.005, 1.0, 0.7),
    "openeuler": Asked(0.004, 0.002, 1.0, 0.5), "xinchuang": Asked(0.02, 0.02, 1.1, 0.5),
    "audit-log": Asked(0.02, 0.01), "open-source": Asked(0.14, 0.05, must=0.1), "tracing": Asked(0.1, 0.03),
    "security": Asked(0.05, 0.04), "react": Asked(0.03, 0.16, must=0.8), "vue": Asked(0.03, 0.2, must=0.8),
    "spring": Asked(0.05, 0.32, must=0.85), "django": Asked(0.02, 0.05), "pytorch": Asked(0.01, 0.09),
    "flink": Asked(0.03, 0.07), "iot": Asked(0.04, 0.04),
}  # fmt: skip

_SKILLS_ABROAD = {
    "kubernetes": Asked(0.46, 0.16, 1.03), "docker": Asked(0.32, 0.2), "grpc": Asked(0.22, 0.04),
    "protobuf": Asked(0.1, 0.02), "microservices": Asked(0.3, 0.14), "high-concurrency": Asked(0.08, 0.03),
    "goroutine": Asked(0.04, 0.0), "pprof": Asked(0.012, 0.0), "etcd": Asked(0.02, 0.003), "raft": Asked(0.02, 0.004),
    "operator": Asked(0.04, 0.005), "ebpf": Asked(0.03, 0.004, 1.35, 0.4), "wasm": Asked(0.02, 0.012, 1.1, 0.4),
    "opentelemetry": Asked(0.07, 0.02, 1.4), "prometheus": Asked(0.14, 0.04), "istio": Asked(0.04, 0.01),
    "terraform": Asked(0.3, 0.14), "helm": Asked(0.08, 0.02), "postgresql": Asked(0.42, 0.3),
    "mysql": Asked(0.12, 0.1), "redis": Asked(0.18, 0.12), "kafka": Asked(0.24, 0.1), "mongodb": Asked(0.06, 0.07),
    "elasticsearch": Asked(0.07, 0.05), "clickhouse": Asked(0.05, 0.02), "linux": Asked(0.16, 0.1),
    "tcpip": Asked(0.06, 0.02), "cicd": Asked(0.22, 0.16), "distributed": Asked(0.38, 0.12),
    "aws": Asked(0.42, 0.34), "gcp": Asked(0.2, 0.12), "rust": Asked(0.14, 0.0, 1.15, 0.3),
    "cuda": Asked(0.01, 0.03, 1.2), "llm": Asked(0.05, 0.1, 1.8, 0.4), "blockchain": Asked(0.05, 0.015, 0.8),
    "sbom": Asked(0.01, 0.002, 1.1, 0.3), "open-source": Asked(0.12, 0.06, must=0.1), "react": Asked(0.18, 0.34),
    "graphql": Asked(0.1, 0.1), "django": Asked(0.02, 0.08), "rails": Asked(0.03, 0.09),
    "pytorch": Asked(0.02, 0.1), "tracing": Asked(0.06, 0.02), "nodejs": Asked(0.08, 0.16), "soc2": Asked(0.04, 0.03),
}  # fmt: skip

CHINA = Planted(
    name="CN",
    shares={"go": Trend(0.125, 1.37), "java": Trend(0.32, 0.86), "python": Trend(0.2, 1.12)},
    with_go={"java": 0.2, "python": 0.16},
    asked=_SKILLS_CN,
    remote={"": 90.0, "onsite": 4.0, "hybrid": 3.0, "remote": 3.0},
    remote_others={"": 92.0, "onsite": 4.0, "hybrid": 2.0, "remote": 2.0},
    pay_stated=0.86,
    seasons=(0.85, 0.8, 1.3, 1.2, 1.05, 1.0, 1.0, 1.0, 1.1, 1.0, 0.9, 0.8),
)
ABROAD = Planted(
    name="abroad",
    shares={"go": Trend(0.16, 1.06), "java": Trend(0.15, 0.97), "python": Trend(0.38, 1.05)},
    with_go={"java": 0.14, "python": 0.34},
    asked=_SKILLS_ABROAD,
    remote={"": 6.0, "onsite": 18.0, "hybrid": 20.0, "remote": 56.0},
    remote_others={"": 8.0, "onsite": 30.0, "hybrid": 22.0, "remote": 40.0},
    pay_stated=0.42,
    seasons=(1.1, 1.05, 1.1, 1.05, 1.0, 1.0, 0.95, 0.95, 1.0, 1.0, 0.95, 0.85),
)

WORK = {
    "go": {
        "backend-microservices": 46.0, "cloud-infrastructure": 21.0, "distributed-middleware": 14.0,
        "ai-infrastructure": 3.0, "web3": 3.0, "edge-embedded": 2.0, "network-security": 3.0, "full-stack": 4.0,
        "tooling-platform": 4.0,
    },
    "java": {
        "backend-microservices": 44.0, "business-crud": 34.0, "distributed-middleware": 5.0, "data-engineering": 8.0,
        "full-stack": 5.0, "qa-test": 4.0,
    },
    "python": {
        "data-science-ml": 34.0, "backend-microservices": 22.0, "data-engineering": 15.0, "qa-test": 10.0,
        "ai-infrastructure": 5.0, "cloud-infrastructure": 6.0, "full-stack": 8.0,
    },
    "others": {
        "frontend-mobile": 32.0, "edge-embedded": 12.0, "full-stack": 11.0, "business-crud": 9.0, "game": 6.0,
        "data-engineering": 5.0, "cloud-infrastructure": 4.0, "network-security": 3.0, "qa-test": 5.0,
        "non-software": 13.0,
    },
}  # fmt: skip
"""Work types of vacancies that name Go; Java but not Go; Python but neither; none of the three."""

SECOND = {
    "frontend-mobile": {"javascript": 0.6, "typescript": 0.55, "swift": 0.12, "kotlin": 0.14},
    "full-stack": {"typescript": 0.6, "javascript": 0.45, "ruby": 0.15, "php": 0.12},
    "edge-embedded": {"c": 0.7, "cpp": 0.65, "rust": 0.08},
    "game": {"cpp": 0.6, "csharp": 0.5, "lua": 0.3},
    "business-crud": {"php": 0.2, "csharp": 0.2, "sql": 0.3, "javascript": 0.15},
    "data-engineering": {"sql": 0.6, "scala": 0.2},
    "data-science-ml": {"sql": 0.25, "cpp": 0.18, "r": 0.05},
    "distributed-middleware": {"cpp": 0.35, "rust": 0.1},
    "network-security": {"c": 0.4, "cpp": 0.3},
    "cloud-infrastructure": {"shell": 0.3},
    "qa-test": {"shell": 0.15, "sql": 0.2},
    "backend-microservices": {"php": 0.06, "sql": 0.15, "cpp": 0.08},
}
"""Further languages by work type."""

SENIORITY = {"": 44.0, "senior": 32.0, "lead": 12.0, "junior": 8.0, "intern": 4.0}
EDUCATION = {"bachelor": 66.0, "none": 9.0, "junior-college": 17.0, "master": 8.0}
PAY_K_MONTH = {"intern": 4.5, "junior": 11.0, "": 19.0, "senior": 30.0, "lead": 45.0}
"""Lower end in thousand yuan a month in a first city."""
PAY_K_YEAR = {"intern": 60.0, "junior": 95.0, "": 135.0, "senior": 165.0, "lead": 195.0}
"""Lower end in thousand dollars a year in San Francisco."""
PAY_FACTOR = {"ebpf": 1.35, "linux-kernel": 1.25, "wasm": 1.3, "llm": 1.25, "kubernetes": 1.08, "cuda": 1.2}
"""What a skill adds to pay; the highest counts."""
