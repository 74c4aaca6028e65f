"""The postings whose rare concepts were labelled by reading, and how they were drawn.

    python -m bench.concept_sample SHEET

For every concept of the labelling guide that the development sets hold fewer than ten times, a loose pattern names
whatever might be it, wrong meanings included; of the postings that hold it up to three of each language are drawn by a
seed. A posting in which the pattern stands often is left out: all its places could not be shown.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from bench.holdout_sample import developed
from bench.recorded_rows import Row, lot, rows, said
from warehouse.transforms.text import plain

SEED = "jobproof concepts 2026-11"
EACH = 3
"""Postings drawn of a concept and language."""
MOST_PLACES = 3
AROUND = 95
ENGLISH = ("hn_2011_2018", "remote_boards")
CHINESE = ("ruanyf_weekly", "rebase", "v2ex_hot_jobs")

LOOSE = {
    "ansible": r"ansible",
    "api-gateway": r"api[ -]?gateway|网关|\bkong\b|\bapisix\b",
    "audit-log": r"audit|审计",
    "azure": r"azure|微软云",
    "beego": r"beego|\bbee\b",
    "cassandra": r"cassandra",
    "clickhouse": r"click ?house",
    "cloud-native": r"cloud[ -]?native|云原生|cncf",
    "computer-vision": r"computer vision|machine vision|图像|视觉|opencv|image (?:processing|recognition)|\bcv\b",
    "cuda": r"\bcuda|gpu (?:comput|programm|kernel)",
    "data-warehouse": r"data ?warehous|数仓|数据仓库|snowflake|redshift|bigquery|\bhive\b",
    "deep-learning": r"deep[ -]?learning|深度学习|neural net|神经网络|\bdnn\b|\bcnn\b",
    "distributed-transaction": r"distributed transaction|分布式事务|two-phase|\bsaga\b|\btcc\b|\bseata\b",
    "dynamodb": r"dynamo",
    "ebpf": r"\be?bpf\b|\bxdp\b|cilium",
    "echo-framework": r"\becho\b",
    "edge-computing": r"edge (?:comput|device|node|cloud|ai)|边缘|\bthe edge\b",
    "embedded": r"embedded|嵌入式|firmware|固件|单片机",
    "envoy": r"\benvoys?\b",
    "etcd": r"\betcd",
    "ethereum": r"ethereum|以太坊|\bevm\b|\beth\b",
    "etl": r"\betls?\b|data pipelines?|数据清洗|数据管道",
    "flink": r"flink",
    "gcp": r"\bgcp\b|google cloud|谷歌云|google app engine|\bgce\b",
    "gin": r"\bgin\b",
    "go-micro": r"go-?micro|go micro|\bmicro\b",
    "go-zero": r"go-?zero|\bzero\b",
    "gorm": r"\bgorm\b",
    "goroutine": r"go ?routine|协程|channels?\b",
    "grafana": r"grafana",
    "graphql": r"graph ?ql",
    "grpc": r"grpc",
    "hadoop": r"hadoop|map ?reduce|hdfs",
    "hbase": r"hbase",
    "helm": r"\bhelm",
    "iot": r"\biot\b|internet of things|物联网|smart home|智能家居|connected devices",
    "istio": r"istio",
    "jaeger": r"jaeger",
    "jenkins": r"jenkins",
    "kratos": r"kratos",
    "linux-kernel": r"kernels?\b|内核",
    "llm": r"\bllms?\b|大模型|大语言|\bgpt|language models?|\brag\b|langchain",
    "load-balancing": r"load[ -]?balanc|负载均衡|haproxy|\blvs\b",
    "mqtt": r"mqtt",
    "nats": r"\bnats\b",
    "nlp": r"\bnlp\b|natural language|自然语言",
    "openstack": r"openstack",
    "opentelemetry": r"open ?telemetry|\botel\b|telemetry",
    "operator": r"\boperators?\b|\bcrds?\b|kubebuilder",
    "oracle": r"oracle|甲骨文|预言机",
    "pprof": r"pprof|profiling",
    "prometheus": r"prometheus|普罗米修斯",
    "protobuf": r"proto ?buf|protocol buffers?|\bproto\b",
    "pulsar": r"pulsar",
    "pytorch": r"py ?torch|\btorch\b",
    "rabbitmq": r"rabbit|amqp",
    "raft": r"\braft|paxos",
    "rocketmq": r"rocket ?mq|\brocket\b",
    "rpc": r"\brpc\b|thrift|dubbo|json-?rpc|远程过程|远程调用",
    "security-compliance": r"complian|合规|等保|soc ?2|hipaa|gdpr|iso ?27001|\bpci\b",
    "serverless": r"serverless|无服务器|lambda|faas",
    "service-mesh": r"service[ -]?mesh|服务网格|linkerd|\bmesh\b",
    "smart-contract": r"smart[ -]?contract|智能合约|合约|solidity",
    "spring": r"spring",
    "sqlite": r"sqlite",
    "sre": r"\bsres?\b|site reliability|可靠性工程",
    "tensorflow": r"tensor ?flow|keras",
    "terraform": r"terraform",
    "tidb": r"\btidb|pingcap",
    "vue": r"\bvue",
    "webassembly": r"web ?assembly|\bwasm",
    "websocket": r"web ?socket",
    "zero-knowledge": r"zero[ -]knowledge|零知识|\bzk",
    "clojure": r"clojure",
    "csharp": r"c ?#|c sharp|csharp|\.net\b",
    "dart": r"\bdart\b|flutter",
    "elixir": r"elixir|phoenix",
    "erlang": r"erlang|\botp\b",
    "fsharp": r"\bf ?#|fsharp",
    "groovy": r"groovy|grails",
    "haskell": r"haskell",
    "julia": r"\bjulia\b",
    "kotlin": r"kotlin",
    "lua": r"\blua\b|openresty",
    "matlab": r"mat ?lab",
    "objective-c": r"objective|\bobj-?c|\boc\b",
    "ocaml": r"ocaml|caml\b",
    "perl": r"\bperl",
    "r": r"(?<![a-z0-9&'’.@+-])r(?![a-z0-9&'’.@+-])",
    "rust": r"\brust",
    "solidity": r"solidity",
    "swift": r"swift",
    "typescript": r"type ?script|\bts\b",
}
"""Slug -> whatever might be the concept in a text in lower case, wrong meanings included."""


class Drawn(NamedTuple):
    """One posting that may name one concept."""

    slug: str
    source: str
    row: Row
    places: list[tuple[int, int]]


@cache
def texts(source: str) -> list[tuple[Row, str]]:
    """Return every posting of a source outside the development sets with its plain text in lower case."""
    fresh = (row for row in rows(source).values() if row["id"] not in developed())
    return [(row, plain(said(row), row.get("text_format")).lower()) for row in fresh]


def drawn() -> Iterator[Drawn]:
    """Yield what was read, in the order of the sheet."""
    for slug, loose in LOOSE.items():
        pattern = re.compile(rf"(?a:{loose})")
        for sources in (ENGLISH, CHINESE):
            found = [one for source in sources for one in _found(slug, source, pattern)]
            yield from sorted(found, key=lambda one: lot(SEED, one.source, f"{one.row['id']}|{one.slug}"))[:EACH]


def _found(slug: str, source: str, pattern: re.Pattern[str]) -> Iterator[Drawn]:
    for row, text in texts(source):
        places = [match.span() for match in pattern.finditer(text)]
        if 0 < len(places) <= MOST_PLACES:
            yield Drawn(slug, source, row, places)


def sheet() -> str:
    """Return what is read: numbered postings, each place of the concept with the words around."""
    return "\n".join(f"{number} [{one.slug}] " + " … ".join(_shown(one)) for number, one in enumerate(drawn(), start=1))


def _shown(one: Drawn) -> Iterator[str]:
    text = plain(said(one.row), one.row.get("text_format"))
    for start, end in one.places:
        around = f"{text[max(0, start - AROUND) : start]}«{text[start:end]}»{text[end : end + AROUND]}"
        yield " ".join(around.split())


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(sheet(), encoding="utf-8")
