"""Invented pages of the open web in WARC files: many sites, languages and habits of markup, with known truth.

Nothing here knows how pages are read: what each page should bring is what it was made from.
"""

from __future__ import annotations

import gzip
import html
import json
import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from multiprocessing import get_context
from pathlib import Path
from typing import Any

FIRST = datetime(2023, 5, 28, tzinfo=UTC)
"""When the crawl begins; it takes ten days, as Common Crawl's do, and so touches two months."""
_DAYS = 10
_AGAIN = 0.12
"""Share of the pages with a JobPosting that are captured again."""
_TECHNICAL = (
    "Go", "Java", "Python", "Kubernetes", "PostgreSQL", "Kafka", "TypeScript", "Rust", "C++", "Redis", "gRPC", "Docker",
    "React", "Spark", "Terraform", "MySQL",
)  # fmt: skip


@dataclass(frozen=True)
class Tongue:
    """What pages of one language are made of.

    Args:
        code: As `lang` states it.
        suffix: Top-level domain.
        places: (town, region, country).
        roles: Titles.
        sentences: `{a}` and `{b}` are technologies.
        filler: Words of everything else on a page.
    """

    code: str
    suffix: str
    places: Sequence[tuple[str, str, str]]
    roles: Sequence[str]
    sentences: Sequence[str]
    filler: Sequence[str]


TONGUES = (
    Tongue(
        "en-GB", "example.com", (("Leeds", "England", "GB"), ("Denver", "CO", "US"), ("Cork", "Munster", "IE")),
        ("Backend Engineer", "Senior Platform Engineer", "Data Engineer", "Site Reliability Engineer"),
        ("You will build services in {a} and run them beside {b}.", "We ask for five years with {a}.",
         "Experience with {b} is a plus.", "Our harbour software moves nine million crates a year.",
         "You pair with product people twice a week.", "Benefits include a lake, two boats and 28 days off."),
        ("harbour", "crate", "service", "weekly", "letter", "garden", "timetable", "notice", "partner", "support"),
    ),
    Tongue(
        "de", "example.de", (("Kiel", "SH", "DE"), ("Jena", "TH", "DE"), ("Graz", "Steiermark", "AT")),
        ("Softwareentwickler (m/w/d)", "Senior Backend Entwickler", "DevOps Engineer", "Datenbankadministratorin"),
        ("Du entwickelst Dienste in {a} und betreibst sie mit {b}.", "Du bringst drei Jahre Erfahrung mit {a} mit.",
         "Kenntnisse in {b} sind von Vorteil.", "Wir bauen Software für Werften und Schleusen.",
         "Dich erwarten 30 Tage Urlaub und ein Kanu."),
        ("Werft", "Schleuse", "Verein", "Fahrplan", "Hinweis", "Angebot", "Garten", "Mitteilung"),
    ),
    Tongue(
        "fr", "example.fr", (("Brest", "Bretagne", "FR"), ("Namur", "Wallonie", "BE")),
        ("Développeur back-end", "Ingénieure plateforme", "Administrateur systèmes"),
        ("Vous développez des services en {a} avec {b}.", "Deux ans d'expérience avec {a} sont demandés.",
         "La connaissance de {b} est un atout.", "Nous équipons les phares et les écluses."),
        ("phare", "écluse", "jardin", "horaire", "avis", "offre", "partenaire"),
    ),
    Tongue(
        "zh-CN", "example.cn", (("杭州", "浙江", "CN"), ("成都", "四川", "CN"), ("深圳", "广东", "CN")),
        ("后端开发工程师", "Go 开发工程师", "大数据开发工程师", "运维工程师"),
        ("负责用 {a} 开发码头调度服务，使用 {b} 存储数据。", "要求三年以上 {a} 开发经验，本科及以上学历。",
         "熟悉 {b} 者优先。", "我们为内河船闸提供软件，团队十二人。", "提供六险一金和每年一次的划船活动。"),
        ("码头", "船闸", "花园", "通知", "合作", "服务", "时刻表"),
    ),
    Tongue(
        "es", "example.es", (("Vigo", "Galicia", "ES"), ("Rosario", "Santa Fe", "AR")),
        ("Desarrollador backend", "Ingeniera de datos", "Arquitecto de software"),
        ("Construirás servicios en {a} junto a {b}.", "Pedimos cuatro años de experiencia con {a}.",
         "Se valora conocer {b}.", "Hacemos programas para puertos y esclusas."),
        ("puerto", "esclusa", "jardín", "horario", "aviso", "oferta", "socio"),
    ),
)  # fmt: skip


@dataclass
class Truth:
    """What was written.

    Args:
        pages: Pages answered with 200 as HTML.
        marked: Those with a JobPosting, readable or not.
        kept: (key, month) of each posting that should be kept.
        dropped: Reason -> postings or pages that should be counted under it.
    """

    pages: int = 0
    marked: int = 0
    kept: set[str] = field(default_factory=set)
    dropped: Counter[str] = field(default_factory=Counter)

    def add(self, other: Truth) -> None:
        """Count another file's as well."""
        self.pages += other.pages
        self.marked += other.marked
        self.kept |= other.kept
        self.dropped += other.dropped


@dataclass(frozen=True)
class Look:
    """What pages are like.

    Args:
        kilobytes: Mean size.
        marked: Share of pages with a JobPosting.
    """

    kilobytes: int = 12
    marked: float = 0.3


def write_files(folder: Path, files: int, pages: int, seed: int, *, look: Look = Look(), workers: int = 1) -> Truth:
    """Write so many WARC files of so many pages each; return the truth of all of them."""
    folder.mkdir(parents=True, exist_ok=True)
    given = [(folder / f"crawl-{at:05}.warc.gz", pages, seed * 100_003 + at, look) for at in range(files)]
    whole = Truth()
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        for each in pool.map(_write_file, given) if workers > 1 else map(_write_file, given):
            whole.add(each)
    return whole


def _write_file(given: tuple[Path, int, int, Look]) -> Truth:
    path, pages, seed, look = given
    truth = Truth()
    with path.open("wb") as out:
        out.write(_member("warcinfo", "", FIRST, b"software: invented\r\n", "application/warc-fields"))
        for page in made_pages(pages, seed, look, truth):
            out.write(page)
    return truth


def made_pages(pages: int, seed: int, look: Look, truth: Truth) -> Iterator[bytes]:
    """Yield the records of so many pages, packed; `truth` is added to."""
    dice, before = random.Random(seed), list[tuple[str, bytes, str]]()  # noqa: S311 - pages, no secrets
    for number in range(pages):
        at = FIRST + timedelta(seconds=dice.random() * _DAYS * 86_400)
        if before and dice.random() < _AGAIN * look.marked:
            url, body, key = dice.choice(before)
            _count_again(truth, f"{key} {at:%Y-%m}")
        else:
            url, body, key = _page(dice, f"{seed:x}-{number}", at, look, truth)
            if key and len(before) < 1000:
                before.append((url, body, key))
        truth.pages += 1
        yield _triple(url, at, body)


def _count_again(truth: Truth, key: str) -> None:
    truth.marked += 1
    if key in truth.kept:
        truth.dropped["another capture in its month"] += 1
    truth.kept.add(key)


def _page(dice: random.Random, ident: str, at: datetime, look: Look, truth: Truth) -> tuple[str, bytes, str]:
    """Return address, body and the posting's key, which is empty where it is not to be kept whenever it is captured."""
    tongue = dice.choice(TONGUES)
    host = f"jobs{dice.randrange(4000)}.{tongue.suffix}"
    if dice.random() >= look.marked:
        return f"https://{host}/news/{ident}", _whole(dice, tongue, look.kilobytes, dice.choice(_OTHERS)), ""
    posting = made_posting(dice, tongue, ident, at.date())
    truth.marked += 1
    url, kept = f"https://{host}/jobs/{ident}", ""
    if dice.random() < _SPOILT_SHARE:
        reason, head = dice.choice(tuple(_SPOILT.items()))
        truth.dropped[reason] += 1
        body = _whole(dice, tongue, look.kilobytes, head(posting))
    else:
        kept = f"{host}:{ident}"
        truth.kept.add(f"{kept} {at:%Y-%m}")
        body = _whole(dice, tongue, look.kilobytes, dice.choice(HABITS)(posting))
    return url, body, kept


def made_posting(dice: random.Random, tongue: Tongue, ident: str, seen: date) -> dict[str, Any]:
    """Return an invented JobPosting object; what is optional is there at times and written as sites write it."""
    said = [sentence.format(a=dice.choice(_TECHNICAL), b=dice.choice(_TECHNICAL)) for sentence in tongue.sentences]
    lines = [dice.choice(said) for _ in range(dice.randint(4, 24))]
    places = [dice.choice(tongue.places) for _ in range(1 + (dice.random() < 0.2))]
    posted = seen - timedelta(days=dice.randrange(60))
    return {
        "@context": "https://schema.org",
        "@type": "JobPosting",
        "title": dice.choice(tongue.roles),
        "description": f"<p>{lines[0]}</p><ul>{''.join(f'<li>{line}</li>' for line in lines[1:])}</ul>",
        "identifier": {"@type": "PropertyValue", "name": "reference", "value": ident},
        "datePosted": dice.choice((f"{posted}", f"{posted}T09:30:00", f"{posted}T09:30:00+02:00")),
        "hiringOrganization": {"@type": "Organization", "name": f"{dice.choice(_NAMES)} {dice.choice(_LEGAL)}"},
        "jobLocation": [_place(*place) for place in places] if len(places) > 1 else _place(*places[0]),
        "employmentType": dice.choice(("FULL_TIME", ["FULL_TIME", "CONTRACTOR"], "Full-time")),
        **_some(dice, 0.4, baseSalary=dice.choice(_SALARIES)),
        **_some(dice, 0.2, jobLocationType="TELECOMMUTE"),
        **_some(dice, 0.1, applicantLocationRequirements={"@type": "Country", "name": places[0][2]}),
        **_some(dice, 0.3, validThrough=f"{seen + timedelta(days=dice.randrange(20, 90))}"),
    }


def _place(town: str, region: str, country: str) -> dict[str, Any]:
    address = {"addressLocality": town, "addressRegion": region, "addressCountry": country}
    return {"@type": "Place", "address": {"@type": "PostalAddress", **address}}


def _some(dice: random.Random, share: float, **held: object) -> dict[str, Any]:
    return held if dice.random() < share else {}


_NAMES = ("Lockgate", "Tidewerk", "Corniche", "青石", "Salina", "Brackwater", "Halyard", "Fanal", "Noria", "Quayside")
_LEGAL = ("Ltd", "GmbH", "SARL", "科技", "S.L.", "AG")
_SALARIES: tuple[Any, ...] = (
    "45.000 - 60.000 EUR",
    {"@type": "MonetaryAmount", "currency": "EUR", "value": {"minValue": 52000, "maxValue": 68000, "unitText": "YEAR"}},
    {"@type": "MonetaryAmount", "currency": "CNY", "value": {"value": "25000", "unitText": "MONTH"}},
    {"@type": "MonetaryAmount", "currency": "GBP", "value": 61000},
)


def _script(block: str) -> str:
    return f'<script type="application/ld+json">{block}</script>'


def _dumped(value: Any, **given: Any) -> str:  # noqa: ANN401 - JSON
    return json.dumps(value, ensure_ascii=False, **given).replace("</", "<\\/")


def _microdata(posting: dict[str, Any]) -> str:
    place = posting["jobLocation"][0] if isinstance(posting["jobLocation"], list) else posting["jobLocation"]
    employer = posting["hiringOrganization"]["name"]
    parts = "".join(f'<span itemprop="{name}">{value}</span>' for name, value in place["address"].items())
    return (
        '<article itemscope itemtype="https://schema.org/JobPosting">'
        f'<h1 itemprop="title">{html.escape(posting["title"])}</h1>'
        f'<meta itemprop="identifier" content="{posting["identifier"]["value"]}">'
        f'<time itemprop="datePosted" datetime="{posting["datePosted"]}"></time>'
        f'<div itemprop="hiringOrganization" itemscope><b itemprop="name">{employer}</b></div>'
        f'<div itemprop="jobLocation" itemscope><p itemprop="address" itemscope>{parts}</p></div>'
        f'<div itemprop="description">{posting["description"]}</div></article>'
    )


HABITS: tuple[Callable[[dict[str, Any]], str], ...] = (
    lambda posting: _script(_dumped(posting)),
    lambda posting: _script(_dumped(posting, indent=2)),
    lambda posting: _script(_dumped([{"@type": "Organization", "name": "x"}, posting])),
    lambda posting: _script(_dumped({"@context": "https://schema.org", "@graph": [{"@type": "WebPage"}, posting]})),
    lambda posting: _script(_dumped({"@type": "WebPage", "mainEntity": posting})),
    lambda posting: _script(_dumped({**posting, "description": html.escape(posting["description"])})),
    lambda posting: _script(html.escape(_dumped(posting))),
    lambda posting: _script(f"//<![CDATA[\n{_dumped(posting)}\n//]]>"),
    lambda posting: _script(_dumped(posting)[:-1] + ",}"),
    lambda posting: _script(_dumped(posting).replace("</li>", "</li>\n").replace("<\\/li>", "<\\/li>\n\t")),
    _microdata,
)
"""Ways in which sites write a posting that can be read."""
_SPOILT_SHARE = 0.06
_SPOILT: dict[str, Callable[[dict[str, Any]], str]] = {
    "unreadable": lambda posting: _script(_dumped(posting)[:-30].replace('"title": ', '"title": undefined ')),
    "closed (noindex)": lambda posting: f'<meta name="robots" content="noindex">{_script(_dumped(posting))}',
    "reserved from text and data mining": lambda posting: (
        f'<meta name="tdm-reservation" content="1">{_script(_dumped(posting))}'
    ),
    "expired when it was captured": lambda posting: _script(_dumped({**posting, "validThrough": "2022-01-31"})),
    "neither title nor text": lambda posting: _script(_dumped({**posting, "title": "", "description": ""})),
}
_OTHERS = (
    "",
    _script('{"@context": "https://schema.org", "@type": "Organization", "name": "Lockgate Ltd"}'),
    _script('{"@type": "NewsArticle", "headline": "A new lock at the old quay"}'),
    _script('{"@context": "https://ziyuan.baidu.com/contexts/cambrian.jsonld", "pubDate": "2023-05-01T08:00:00"}'),
    '<a href="/about">Why a JobPosting is not what we sell</a>',
)


def _whole(dice: random.Random, tongue: Tongue, kilobytes: int, marked: str) -> bytes:
    size = int(1000 * kilobytes * dice.uniform(0.3, 1.7))
    style = f"<style>.c{dice.randrange(99)}{{margin:{dice.randrange(9)}px}}</style>"
    links = "".join(
        f'<li><a href="/{n}/{dice.randrange(10**6):x}">{dice.choice(tongue.filler)}</a></li>' for n in range(30)
    )
    page = f'<!DOCTYPE html><html lang="{tongue.code}"><head><title>{dice.choice(tongue.roles)}</title>{style}'
    body = f"{page}{marked}</head><body><nav><ul>{links}</ul></nav>".encode()
    rest = " ".join(dice.choices(tongue.filler, k=120)).encode()
    times = max(0, size - len(body)) // (len(rest) + 7)
    return body + b"".join(b"<p>%s</p>" % rest for _ in range(times)) + b"</body></html>"


def _triple(url: str, at: datetime, body: bytes) -> bytes:
    """Return request, response and metadata of a page, as Common Crawl keeps them."""
    sent = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=UTF-8\r\nX-Crawl-Content-Encoding: gzip\r\n"
    answer = sent + b"Content-Length: %d\r\n\r\n" % len(body) + body
    return (
        _member(
            "request", url, at, b"GET / HTTP/1.1\r\nUser-Agent: invented\r\n\r\n", "application/http; msgtype=request"
        )
        + _member("response", url, at, answer, "application/http; msgtype=response")
        + _member("metadata", url, at, b"fetchTimeMs: 107\r\n", "application/warc-fields")
    )


def _member(kind: str, url: str, at: datetime, block: bytes, content: str) -> bytes:
    target = f"WARC-Target-URI: {url}\r\n" if url else ""
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Date: {at:%Y-%m-%dT%H:%M:%SZ}\r\n{target}"
        f"Content-Type: {content}\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return gzip.compress(head.encode() + block + b"\r\n\r\n", 3, mtime=0)


def quads(posting: dict[str, Any], page: str, number: int) -> Iterator[str]:
    """Yield the N-Quads that a page with one posting becomes."""
    count = 0

    def node(held: dict[str, Any]) -> Iterator[str]:
        nonlocal count
        name = f"_:n{number:x}b{count}"
        count += 1
        kind = f"<http://schema.org/{held['@type']}>"
        yield f"{name} <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> {kind} <{page}> ."
        for key, given in held.items():
            for value in given if isinstance(given, list) else [given]:
                if isinstance(value, dict):
                    yield f"{name} <http://schema.org/{key}> _:n{number:x}b{count} <{page}> ."
                    yield from node({"@type": "Thing", **value})
                elif not key.startswith("@"):
                    yield f"{name} <http://schema.org/{key}> {json.dumps(str(value))}@en <{page}> ."

    yield from node(posting)
