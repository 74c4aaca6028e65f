"""What the articles claim: reads claims.toml, refuses what it does not know, fills in defaults. No estimating here.

Default zones and rivals are those of the method: growth g is true from ⅔g to 1½g; a share within 5 points (outside 10 …
90 %: its smaller part within ×2); a level or a ratio within ×1.2; words as `WORDS` says.
"""

from __future__ import annotations

import difflib
import math
import tomllib
from collections import Counter
from collections.abc import Callable, Collection, Iterable
from dataclasses import MISSING, dataclass, fields
from pathlib import Path
from typing import Any, Literal, get_args

from reports import arithmetic
from warehouse import periods
from warehouse.errors import BadUsageError, JobproofError
from warehouse.queries import parse

DEFAULT = Path(__file__).with_name("claims.toml")

Kind = Literal[
    "growth", "share", "composition", "ranking", "level", "contrast", "existence", "consistency", "untestable"
]
Population = Literal["CN", "ALL"]
Unit = Literal["vacancy", "employer", "mention", "spell"]
Measure = Literal["opened", "open"]
Primary = Literal["share", "count"]
Ratio = Literal["", "odds", "rates", "counts", "medians", "hazard"]
By = Literal["", "growth", "share", "pay"]
Word = Literal["", "most", "generally", "required", "mainstream", "asked-for", "grows", "shrinks", "explodes", "scarce"]
NEWEST = ("newest year", "newest quarter", "newest month")
ANY_YEAR = "any year"
"""The period of a growth that the article dates by no year: every pair of years is looked at."""

_HALF = (0.5, 1.0)
_GROWING, _ASKED_FOR, _SCARCE = 0.10, 0.01, 0.8
WORDS: dict[str, str] = {
    "most": "at least 50%",
    "generally": "at least 50%",
    "required": "at least 50%",
    "mainstream": "at least 50%",
    "asked-for": "at least 1%",
    "grows": "by more than 10% a year",
    "shrinks": "by more than 9% a year, the mirror of growing by 10%",
    "explodes": "at least twofold a year",
    "scarce": "a hazard ratio of at most 0.8",
}
"""What a fair reader takes each word for."""
_WORDS_OF: dict[str, frozenset[str]] = {
    "growth": frozenset({"grows", "shrinks", "explodes"}),
    "share": frozenset({"most", "generally", "required", "mainstream", "asked-for"}),
    "composition": frozenset({"most"}),
    "existence": frozenset({"asked-for"}),
    "contrast": frozenset({"scarce"}),
}
_QUERIES = ("numerator", "denominator", "against", "proxy", "proxy_denominator")
_ONLY: dict[str, frozenset[str]] = {
    "base": frozenset({"growth", "ranking"}),
    "primary": frozenset({"growth"}),
    "against": frozenset({"contrast", "level"}),
    "ratio": frozenset({"contrast", "level"}),
    **dict.fromkeys(("by", "pairs", "top", "among"), frozenset({"ranking"})),
    **dict.fromkeys(("with", "says", "asks", "rounding"), frozenset({"consistency"})),
    **dict.fromkeys(("proxy", "proxy_denominator", "proxy_en", "proxy_zh"), frozenset({"untestable"})),
}
"""Key -> the kinds that it means something to; all others mean something to every tested kind."""
_RATIOS: dict[str, tuple[str, ...]] = {"contrast": ("odds", "rates", "counts", "hazard"), "level": ("medians",)}
_UNITS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("growth", "share"), ("vacancy", "employer")),
    "existence": ("employer",),
    "composition": ("vacancy", "mention"),
    **dict.fromkeys(("ranking", "contrast", "level"), ("vacancy",)),
}
_REMEDY = "Correct the entry."


@dataclass(frozen=True)
class Claim:
    """One statement of an article.

    Args:
        id: Row of the articles' table, `A3.2`, or a part of one, `A2.5.pprof`.
        article: Where it stands: `003 ch. 1`.
        kind: Which estimator fits.
        statement_en: The claim in our words.
        statement_zh: The same in Chinese.
        population: `CN` or `ALL`: where its truth lives.
        period: A period's label, `newest year|quarter|month`, or `any year` for a growth that is dated by none; empty
            where no posting is asked.
        base: The earlier period of growth; empty with a `newest` period, which is set against the year before.
        unit: What is counted.
        measure: `opened` in the period (flow) or `open` on its mean day (stock).
        primary: The measure of growth that decides.
        numerator: Query.
        denominator: Query.
        against: Query of the group that a contrast or ratio compares with.
        ratio: What a contrast compares; `medians` for the ratio of two levels.
        by: What a ranking orders.
        pairs: (greater, smaller) queries of a ranking.
        top: Concepts said to lead all those of the dimension `among`.
        among: Dimension of the taxonomy.
        with_: Claims that a consistency sets against each other.
        says: What they state, as linear statements on unknowns: `hangzhou = {A3.7.share}`.
        asks: Sum of unknowns whose room is wanted: `shanghai + shenzhen`.
        rounding: Half the last digit of the figures that the statements hold.
        figure: The article's, as a fraction (CNY a year for a level); None where it gives words only.
        word: The article's word, where it gives no figure.
        zone: What a fair reader would call true; None where the kind has none.
        rival: What the claim must beat.
        why: The reason where zone or rival is not the default.
        untestable: Why no posting can decide it; empty where one can.
        proxy: Query that comes nearest to an untestable claim.
        proxy_denominator: What the proxy is a share of.
        proxy_en: The proxy's name within a sentence.
        proxy_zh: The same in Chinese.
        subject_en: The figure's name within a sentence.
        subject_zh: The same in Chinese.
        note: What a reader should know.
    """

    id: str
    article: str
    kind: Kind
    statement_en: str
    statement_zh: str
    population: Population = "CN"
    period: str = ""
    base: str = ""
    unit: Unit = "vacancy"
    measure: Measure = "opened"
    primary: Primary = "share"
    numerator: str = ""
    denominator: str = "any"
    against: str = ""
    ratio: Ratio = ""
    by: By = ""
    pairs: tuple[tuple[str, str], ...] = ()
    top: tuple[str, ...] = ()
    among: str = ""
    with_: tuple[str, ...] = ()
    says: tuple[str, ...] = ()
    asks: str = ""
    rounding: float = 0.005
    figure: float | None = None
    word: Word = ""
    zone: tuple[float, float] | None = None
    rival: float | None = None
    why: str = ""
    untestable: str = ""
    proxy: str = ""
    proxy_denominator: str = "any"
    proxy_en: str = ""
    proxy_zh: str = ""
    subject_en: str = ""
    subject_zh: str = ""
    note: str = ""

    @property
    def compares(self) -> bool:
        """Tell whether two periods are set against each other."""
        return self.kind == "growth" or self.by == "growth"

    @property
    def years(self) -> int:
        """Return the distance from base to period in years; 0 for a single period."""
        if self.base:
            return int(self.period[:4]) - int(self.base[:4])
        return 1 if self.compares else 0

    @property
    def whole(self) -> tuple[str, ...]:
        """Return what makes a composition: entries that agree in it are parts of one whole."""
        article = self.id.rpartition(".")[0]
        return article, self.kind, self.denominator, self.population, self.period, self.unit, self.measure

    @property
    def value(self) -> float | None:
        """Return what the claim states: its figure, or the zone's edge nearest the rival where it gives words only."""
        if self.figure is not None or self.zone is None:
            return self.figure
        low, high = self.zone
        return low if self.rival is None or self.rival <= low else high

    @property
    def queries(self) -> tuple[str, ...]:
        """Return every query of the entry."""
        single = (getattr(self, name) for name in _QUERIES)
        return tuple(query for query in (*single, *(side for pair in self.pairs for side in pair)) if query)


_CHOICES: dict[str, tuple[str, ...]] = {
    "kind": get_args(Kind),
    "population": get_args(Population),
    "unit": get_args(Unit),
    "measure": get_args(Measure),
    "primary": get_args(Primary),
    "ratio": get_args(Ratio),
    "by": get_args(By),
    "word": get_args(Word),
}
_KEYS = tuple(field.name.rstrip("_") for field in fields(Claim))
_REQUIRED = tuple(field.name for field in fields(Claim) if field.default is MISSING)
_TESTED = frozenset(get_args(Kind)) - {"consistency", "untestable"}
DIMENSIONS = ("language", "skill", "capability", "talent")
"""What a ranking may rank `among`: the dimensions of concepts.csv."""


def load(
    path: Path = DEFAULT,
    known_concepts: Collection[str] | None = None,
    *,
    check_query: Callable[..., object] = parse,
) -> list[Claim]:
    """Read all claims in the file's order.

    Args:
        path: A claims file.
        known_concepts: Slugs of the taxonomy; None takes any word for a concept.
        check_query: Raises JobproofError for a query that cannot be read or names an unknown concept.

    Raises:
        JobproofError: The file is no TOML, or an entry has a key, value, word or concept that is not allowed.
    """
    claims = [_claim(entry, f"{path.name} entry", place) for place, entry in enumerate(_entries(path), start=1)]
    _refuse_doubles(claims)
    _refuse_dangling(claims)
    _refuse_lonely(claims)
    for claim in claims:
        _check_concepts(claim, known_concepts, check_query)
    return claims


def default_zone(kind: Kind, figure: float) -> tuple[float, float] | None:
    """Return the zone of a figure by the method's defaults; None for kinds that are judged otherwise.

    growth g: ⅔g … 1½g, not beyond −100 %; share, composition, existence: ± 5 points, outside 10 … 90 % the smaller part
    from half to twice; level, contrast: ÷ 1.2 … × 1.2.
    """
    if kind == "growth":
        low, high = sorted((figure * 2 / 3, figure * 3 / 2))
        return max(low, -1.0), high
    if kind in {"share", "composition", "existence"}:
        return _share_zone(figure)
    if kind in {"level", "contrast"}:
        return figure / 1.2, figure * 1.2
    return None


def word_zone(word: Word, years: int = 1) -> tuple[float, float] | None:
    """Return the zone of a word; growth words mean a year and are compounded over `years`."""
    zones: dict[str, tuple[float, float]] = {
        **dict.fromkeys(("most", "generally", "required", "mainstream"), _HALF),
        "asked-for": (_ASKED_FOR, 1.0),
        "grows": (round((1 + _GROWING) ** years - 1, 10), math.inf),
        "shrinks": (-1.0, round((1 + _GROWING) ** -years - 1, 10)),
        "explodes": (2.0**years - 1, math.inf),
        "scarce": (0.0, _SCARCE),
    }
    return zones.get(word)


def default_rival(kind: Kind, word: Word) -> float | None:
    """Return what a claim must beat: no growth, equality, or a weaker word's threshold; None where it must be given."""
    if kind == "growth":
        return 0.0
    if kind == "contrast":
        return 1.0
    if word == "asked-for":
        return 0.0
    return _ASKED_FOR if word else None


def _share_zone(figure: float) -> tuple[float, float]:
    if 0.10 <= figure <= 0.90:  # noqa: PLR2004 - the method's own bounds
        return round(figure - 0.05, 10), round(figure + 0.05, 10)
    smaller = min(figure, 1 - figure)
    low, high = smaller / 2, smaller * 2
    return (low, high) if figure < 0.5 else (round(1 - high, 10), round(1 - low, 10))  # noqa: PLR2004 - which part is the smaller


def _entries(path: Path) -> list[dict[str, Any]]:
    try:
        read = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise JobproofError(str(path), f"cannot be read ({error})", remedy="Mend the file.") from None
    if strangers := sorted(set(read) - {"claim"}):
        raise JobproofError(str(path), f"unknown table {strangers[0]!r}", allowed="[[claim]]", remedy=_REMEDY)
    entries: list[dict[str, Any]] = read.get("claim", [])
    return entries


def _claim(entry: dict[str, Any], file: str, place: int) -> Claim:
    who = f"{file} {entry.get('id') or f'number {place}'!r}"
    _check_keys(who, entry)
    _check_types(who, entry)
    for key, allowed in _CHOICES.items():
        if key in entry and entry[key] not in allowed:
            _refuse(who, f"{key} = {entry[key]!r}", ", ".join(word for word in allowed if word))
    _check_shape(who, entry)
    return _with_defaults(who, entry)


def _check_keys(who: str, entry: dict[str, Any]) -> None:
    if strangers := sorted(set(entry) - set(_KEYS)):
        _refuse(who, f"unknown key {strangers[0]!r}", ", ".join(_KEYS), near=(strangers[0], _KEYS))
    if missing := [key for key in _REQUIRED if not entry.get(key)]:
        _refuse(who, f"{missing[0]} is missing", "a text in every entry")


def _check_types(who: str, entry: dict[str, Any]) -> None:
    for key, value in entry.items():
        if key in {"figure", "rival", "rounding"}:
            fits = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
        elif key == "zone":
            fits = _is_range(value)
        elif key == "pairs":
            fits = isinstance(value, list) and all(_is_texts(pair) and len(pair) == 2 for pair in value)  # noqa: PLR2004
        elif key in {"top", "with", "says"}:
            fits = _is_texts(value)
        else:
            fits = isinstance(value, str)
        if not fits:
            _refuse(who, f"{key} = {value!r}", _TYPES.get(key, "a text"))


_TYPES = {
    "figure": "a finite number, 0.37 for 37 %",
    "rival": "a finite number",
    "rounding": "a finite number, 0.005 for figures in whole per cent",
    "says": "a list of statements",
    "zone": "[low, high] with low < high",
    "pairs": "a list of [greater, smaller] queries",
    "top": "a list of concepts",
    "with": "a list of claim ids",
}


def _is_range(value: object) -> bool:
    match value:
        case [int() | float() as low, int() | float() as high]:
            return low < high
        case _:
            return False


def _is_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(text, str) for text in value)


def _check_shape(who: str, entry: dict[str, Any]) -> None:
    kind = entry["kind"]
    if bool(entry.get("untestable")) != (kind == "untestable"):
        _refuse(
            who, f"kind = {kind!r} with untestable = {entry.get('untestable')!r}", "a reason if and only if untestable"
        )
    _check_fitting(who, entry)
    if entry.get("proxy") and not (entry.get("proxy_en") and entry.get("proxy_zh")):
        _refuse(who, "proxy without proxy_en and proxy_zh", "names for what postings show instead")
    if kind == "consistency":
        _check_statements(who, entry)
    if kind not in _TESTED:
        return
    _check_periods(who, entry)
    _check_needed(who, entry)
    units = _UNITS[kind] if entry.get("ratio") != "hazard" else ("spell",)
    if entry.get("unit", units[0]) not in units:
        _refuse(who, f"unit = {entry['unit']!r} for kind {kind}", ", ".join(units))
    _check_word(who, entry)


def _check_fitting(who: str, entry: dict[str, Any]) -> None:
    """Refuse keys that mean nothing to the entry's kind: they would be read by nobody."""
    kind = entry["kind"]
    for key, kinds in _ONLY.items():
        if key in entry and kind not in kinds:
            _refuse(who, f"{key} in an entry of kind {kind}", f"{key} for kind {', '.join(sorted(kinds))} only")
    allowed = _RATIOS.get(kind, ())
    if entry.get("ratio") and entry["ratio"] not in allowed:
        _refuse(who, f"ratio = {entry['ratio']!r} for kind {kind}", ", ".join(allowed))


def _check_needed(who: str, entry: dict[str, Any]) -> None:
    kind = entry["kind"]
    needed = ("pairs", "top") if kind == "ranking" else ("numerator",)
    if not any(entry.get(key) for key in needed):
        _refuse(who, f"{' or '.join(needed)} is missing", f"a query in every entry of kind {kind}")
    compared = ("against", "ratio") if kind == "contrast" or entry.get("ratio") or entry.get("against") else ()
    ranked = ("by", *(("among",) if entry.get("top") else ())) if kind == "ranking" else ()
    for key in ("subject_en", "subject_zh", *compared, *ranked):
        if not entry.get(key):
            _refuse(who, f"{key} is missing", f"a text in every entry of kind {kind}")
    if entry.get("top") and entry["among"] not in DIMENSIONS:
        _refuse(who, f"among = {entry['among']!r}", ", ".join(DIMENSIONS))
    if entry.get("top") and (entry.get("pairs") or entry["by"] != "share"):
        _refuse(who, "top with pairs or another order", 'top, among and by = "share"')


def _check_statements(who: str, entry: dict[str, Any]) -> None:
    if not entry.get("says"):
        _refuse(who, "says is missing", f"statements in every entry of kind consistency: {arithmetic.ALLOWED}")
    if entry.get("asks") and not (entry.get("subject_en") and entry.get("subject_zh")):
        _refuse(who, "asks without subject_en and subject_zh", "names for what is asked")


def _check_periods(who: str, entry: dict[str, Any]) -> None:
    period, base = entry.get("period", ""), entry.get("base", "")
    if period in NEWEST or (period == ANY_YEAR and entry["kind"] == "growth"):
        if base:
            _refuse(who, f"base = {base!r} with period = {period!r}", "no base: it is the year before")
        return
    compares = entry["kind"] == "growth" or entry.get("by") == "growth"
    for label in (period, *((base,) if compares or base else ())):
        try:
            periods.parse(label, who=who)
        except BadUsageError as error:
            _refuse(who, error.found, f"{error.allowed}, {', '.join(NEWEST)}, for growth {ANY_YEAR}")
    if base and (base[4:] != period[4:] or base >= period):
        _refuse(who, f"base = {base!r} with period = {period!r}", "the same season of an earlier year")


def _check_word(who: str, entry: dict[str, Any]) -> None:
    kind, word = entry["kind"], entry.get("word", "")
    allowed = _WORDS_OF.get(kind, frozenset())
    if word and word not in allowed:
        _refuse(who, f"word = {word!r} for kind {kind}", ", ".join(sorted(allowed)) or "no word")
    if kind != "ranking" and not any((word, entry.get("figure") is not None, entry.get("zone"))):
        _refuse(who, "neither figure nor word nor zone", "one of the three")
    if "zone" in entry and not entry.get("why"):
        _refuse(who, "zone without why", "a reason beside every zone that is not the default")


def _with_defaults(who: str, entry: dict[str, Any]) -> Claim:
    kind, word, figure = entry["kind"], entry.get("word", ""), entry.get("figure")
    zone = tuple(map(float, entry["zone"])) if "zone" in entry else word_zone(word, _years(entry))
    if zone is None and figure is not None and kind in _TESTED:
        zone = default_zone(kind, figure)
    given: dict[str, Any] = {
        key: tuple(map(_frozen, value)) if isinstance(value, list) else value for key, value in entry.items()
    }
    given["with_"] = given.pop("with", ())
    if kind in _TESTED:
        given.setdefault("unit", "spell" if entry.get("ratio") == "hazard" else _UNITS[kind][0])
        given |= {"zone": zone, "rival": entry.get("rival", default_rival(kind, word))}
    _check_beaten(who, kind, given.get("zone"), given.get("rival"), figure)
    return Claim(**given)


def _frozen(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value


def _check_beaten(
    who: str, kind: Kind, zone: tuple[float, ...] | None, rival: float | None, figure: float | None
) -> None:
    """Refuse a zone that the claim's own figure misses, one that holds the rival, and a share without a rival."""
    if zone is None or kind not in _TESTED:
        return
    low, high = zone
    if figure is not None and not low <= figure <= high:
        _refuse(who, f"figure = {figure} outside zone = [{low:g}, {high:g}]", "a zone that holds the figure")
    if rival is None and kind in {"share", "composition"}:
        _refuse(who, "rival is missing", "what the claimed share must beat, with why")
    if rival is not None and low < rival < high:
        _refuse(who, f"rival = {rival} inside zone = [{low:g}, {high:g}]", "a rival outside it")


def _years(entry: dict[str, Any]) -> int:
    if not entry.get("base"):
        return 1
    return int(entry["period"][:4]) - int(entry["base"][:4])


def _refuse_doubles(claims: list[Claim]) -> None:
    seen: set[str] = set()
    for claim in claims:
        if claim.id in seen:
            _refuse(f"claim {claim.id!r}", "its id occurs twice", "one entry an id")
        seen.add(claim.id)


def _refuse_dangling(claims: list[Claim]) -> None:
    ids = {claim.id for claim in claims}
    for claim in claims:
        for other in claim.with_:
            if other not in ids:
                _refuse(f"claim {claim.id!r}", f"with names {other!r}", "ids of this file", near=(other, ids))

    figures = {claim.id: claim.figure for claim in claims if claim.figure is not None}
    for claim in claims:
        _check_arithmetic(claim, figures)


def _check_arithmetic(claim: Claim, figures: dict[str, float]) -> None:
    who = f"claim {claim.id!r}"
    known = {name: figures[name] for name in claim.with_ if name in figures}
    try:
        for text in claim.says:
            arithmetic.statement(text, known, who=who)
        if claim.asks:
            arithmetic.expression(claim.asks, who=who)
    except BadUsageError as error:
        _refuse(who, error.found, error.allowed)


def _refuse_lonely(claims: list[Claim]) -> None:
    """Refuse a part of mentions whose other parts are missing: its whole is the sum of all parts."""
    wholes = Counter(claim.whole for claim in claims if claim.unit == "mention")
    for claim in claims:
        if claim.unit == "mention" and wholes[claim.whole] == 1:
            allowed = "entries of the other parts, alike but for id, numerator and figure"
            _refuse(f"claim {claim.id!r}", "unit = 'mention' without other parts", allowed)


def _check_concepts(claim: Claim, known: Collection[str] | None, check_query: Callable[..., object]) -> None:
    who = f"claim {claim.id!r}"
    for concept in claim.top:
        if known is not None and concept not in known:
            _refuse(who, f"unknown concept {concept!r}", "a concept of the taxonomy", near=(concept, known))
    for query in claim.queries:
        try:
            check_query(query, known)
        except JobproofError as error:
            remedy = f"{error.remedy} {_REMEDY}"
            raise JobproofError(who, f"{query!r}: {error.found}", allowed=error.allowed, remedy=remedy) from None


def _refuse(who: str, found: str, allowed: str, near: tuple[str, Iterable[str]] | None = None) -> None:
    close = difflib.get_close_matches(near[0], list(near[1]), n=2) if near else []
    remedy = f"Did you mean {' or '.join(close)}? {_REMEDY}" if close else _REMEDY
    raise JobproofError(who, found, allowed=allowed, remedy=remedy)
