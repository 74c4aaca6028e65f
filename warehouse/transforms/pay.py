"""The first pay that a posting states, as stated and annualised in CNY. Equity, funding and budgets are no pay."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

YEAR_MONTHS = 12
WORK_DAYS_YEAR = 250
WORK_HOURS_YEAR = 2000

_CURRENCIES = {
    "$": "USD", "us$": "USD", "usd": "USD", "usd$": "USD", "美元": "USD", "美金": "USD", "刀": "USD", "€": "EUR", "eur": "EUR", "euro": "EUR", "euros": "EUR", "欧元": "EUR",
    "£": "GBP", "gbp": "GBP", "英镑": "GBP", "¥": "CNY", "￥": "CNY", "rmb": "CNY", "cny": "CNY", "元": "CNY", "人民币": "CNY", "cad": "CAD", "c$": "CAD", "cad$": "CAD", "ca$": "CAD",
    "aud": "AUD", "a$": "AUD", "au$": "AUD", "chf": "CHF", "₹": "INR", "inr": "INR", "rs.": "INR", "rs": "INR", "sgd": "SGD", "s$": "SGD", "hkd": "HKD", "hk$": "HKD", "港币": "HKD", "nzd": "NZD", "nz$": "NZD",
    "sek": "SEK", "nok": "NOK", "dkk": "DKK", "pln": "PLN", "jpy": "JPY", "日元": "JPY", "円": "JPY", "ils": "ILS", "₪": "ILS", "brl": "BRL", "r$": "BRL", "zar": "ZAR",
    "usdt": "USDT", "u": "USDT", "usdc": "USDT", "krw": "KRW", "₩": "KRW", "twd": "TWD", "nt$": "TWD", "新币": "SGD", "czk": "CZK", "mxn": "MXN", "aed": "AED", "thb": "THB", "rub": "RUB", "uah": "UAH", "try": "TRY", "huf": "HUF", "ron": "RON", "php": "PHP", "myr": "MYR",
}  # fmt: skip
_CUR_BEFORE = r"(?P<{0}>usd ?\$?|us ?\$|ca[d]? ?\$|c\$|au?d? ?\$|nz\$|hk\$|s\$|nt\$|r\$|\$|€|£|¥|￥|₹|₪|₩|rmb|cny|eur|euro|gbp|chf|cad|aud|inr|sgd|hkd|sek|nok|dkk|pln|jpy|usdt|rs\.? |zar|nzd)?"
_CUR_AFTER = r"(?P<{0}>usdt|usdc|usd|us\$|美元|美金|刀|\$|€|euros?|eur|£|gbp|英镑|rmb|cny|人民币|元|cad|aud|chf|inr|sgd|hkd|港币|新币|sek|nok|dkk|pln|jpy|日元|円|nzd|zar|欧元|u(?![a-z]))?"
_NUMBER = r"(?P<{0}>\d{{1,3}}(?:[,.'’ ]\d{{3}})+(?![\d%])|\d{{1,7}}(?:[.,]\d{{1,2}})?(?!\d))"
_UNIT = r"(?P<{0}>k(?![a-z0-9])|千|w(?![a-z0-9])|万|m(?![a-z])|million|mm|lpa|lakhs?)?"
_PER = (
    r"(?P<per>\s?(?:/|per|a|an|每|pa\b|p\.a|·)?\s?(?:year|yr|annum|annually|yearly|年薪|年|month|mo\b|monthly|mth|月|day|daily|天|日|hour|hr|h\b|hourly|小时|时薪)"
    r"|\s?p\.?a\.?\b|\s?p\.?m\.?\b)?"
)
_RANGE = re.compile(
    _CUR_BEFORE.format("c1") + r"\s?" + _NUMBER.format("n1") + r"\s?" + _UNIT.format("u1") + r"\s?" + _CUR_AFTER.format("c2")
    + r"\s?(?:-{1,2}|–|—|−|~|～|至|到|\bto\b|\band\b|/|一)\s?"
    + _CUR_BEFORE.format("c3") + r"\s?" + _NUMBER.format("n2") + r"\s?" + _UNIT.format("u2") + r"\s?" + _CUR_AFTER.format("c4") + _PER,
)  # fmt: skip
_SINGLE = re.compile(
    _CUR_BEFORE.format("c1") + r"\s?" + _NUMBER.format("n1") + r"\s?" + _UNIT.format("u1") + r"\s?" + _CUR_AFTER.format("c2")
    + r"(?P<more>\s?\+|以上|起|以下|以内)?" + _PER,
)  # fmt: skip
_MONTHS = re.compile(r"^\s{0,2}(?:[·*xX×,，、(（]|/月)?\s{0,2}(\d{2}(?:\.\d)?)(?:[-~]\d{2})?\s?(?:薪|个月)")
_MONTHS_ANY = re.compile(r"(?<!\d)(1[2-9]|2[0-4])(?:\s?[-~]\s?\d{2})?\s?薪")
_CUE = re.compile(
    r"salar|compensation|\bpay\b|\bpays\b|paid|wage|remunerat|earn|rate\b|\bbase\b|\bote\b|薪|待遇|工资|报酬|底薪|收入|元/|offer|package|range|comp\b"
)
_NO_PAY = re.compile(
    r"rais|fund|revenue|series [a-d]|seed|valuation|invest|\bworth|budget|bonus|401|referr|stipend|market|sales|\barr\b|\bmrr\b|gmv|grant|prize|contract value|billion|million|credit|allowance|"
    r"reimburs|expense|per month in|customers|users|discount|sign[- ]?on|relocation|equipment|education|learning|processed|transactions|融资|投资|估值|奖金池|补贴|补助|津贴|流水|市值|成立|用户|红包|费用|营收|注册资本|内推奖|推荐奖|基金|奖励|餐"
)  # fmt: skip
_PERIODS = (
    ("hour", re.compile(r"hour|hr|/h|小时|时薪|\bh\b")),
    ("day", re.compile(r"day|daily|天|日")),
    ("month", re.compile(r"month|mo\b|mth|月|p\.?m")),
    ("year", re.compile(r"year|yr|annum|annual|年|p\.?a")),
)
_THOUSAND, _TEN_THOUSAND, _MILLION, _LAKH = 1e3, 1e4, 1e6, 1e5
_UNITS = {
    "k": _THOUSAND,
    "千": _THOUSAND,
    "w": _TEN_THOUSAND,
    "万": _TEN_THOUSAND,
    "lpa": _LAKH,
    "lakh": _LAKH,
    "lakhs": _LAKH,
    "m": _MILLION,
    "mm": _MILLION,
    "million": _MILLION,
}
_MOST = {"year": 3e6, "month": 4e5, "day": 2e4, "hour": 2e3}
_CONTEXT = 44
LONGEST_FIGURE = 72
"""Characters that a figure with its marks and period may take."""

_DIGITS = re.compile(r"[0-9][0-9,.'’]*")
_SIGNS = frozenset("$€£¥￥₹₪₩")
_SIGN_BEFORE = re.compile(
    r"(?:(?:us|ca|c|a|au|nz|hk|s|nt|r)? ?\$|[€£¥￥₹₪₩]|\b(?:usd?|rmb|cny|eur|euro|gbp|chf|cad|aud|inr|sgd|hkd|sek|nok|dkk|pln|jpy|usdt|rs\.?)) ?\$?$"
)
_MARK_AFTER = re.compile(
    r"\s?(?:k(?![a-z])|w(?![a-z])|万|千|元|美|刀|[$€£]|usd|us\$|eur|gbp|rmb|cny|chf|cad|aud|inr|sgd|hkd|sek|nok|dkk|pln|u(?![a-z])|/\s?(?:天|日|月|年|小时|h|mo|y)|每|per (?:hour|day|month|year|annum)|(?:an|a) (?:hour|day|month|year))"
    r"|\s?(?:-{1,2}|–|—|−|~|～|至|到|to\b)\s?[$€£¥]?\s?\d[\d,.]*\s?(?:k(?![a-z])|w(?![a-z])|万|千|元|美|刀|[$€£]|usd|eur|gbp|rmb|cny|chf|cad|aud|u(?![a-z])|/)|\s?(?:-{1,2}|–|—|~|～|至|到)\s?\d{4,6}(?!\d)"
)


@dataclass(frozen=True)
class Pay:
    """A stated pay.

    Args:
        low: Lower end in plain units of `currency` per `period`; None where only a ceiling is stated.
        high: Upper end; None where only a floor is stated.
        currency: ISO 4217, or USDT.
        period: year, month, day or hour.
        months: Months paid a year where stated.
        start: Where in the read text it stands.
        end: Where it ends.
    """

    low: float | None
    high: float | None
    currency: str
    period: str
    months: float | None
    start: int
    end: int

    def annual_cny(self, rates: dict[str, float]) -> tuple[float | None, float | None]:
        """Return both ends in CNY a year: a month counts `months` or 12 times, a day 250, an hour 2,000 times."""
        rate = rates.get(self.currency)
        if rate is None:
            return None, None
        times = {"year": 1.0, "month": self.months or YEAR_MONTHS, "day": WORK_DAYS_YEAR, "hour": WORK_HOURS_YEAR}[
            self.period
        ]
        low, high = (None if end is None else round(end * times * rate, 2) for end in (self.low, self.high))
        return low, high


def pay_of_field(text: str, *, chinese: bool) -> Pay | None:
    """Read a pay field of its own: whatever range stands there is pay."""
    if not text:
        return None
    low = text.lower()
    for match in _RANGE.finditer(low):
        found = _read(match, low, in_field=True, chinese=chinese)
        if found:
            return found
    for match in _SINGLE.finditer(low):
        found = _read(match, low, in_field=True, chinese=chinese)
        if found:
            return found
    return None


def pay_of_text(low: str, *, chinese: bool, start: int = 0) -> Pay | None:
    """Return the first pay that running text (lower case) states; None where no figure is clearly pay."""
    done = start
    for number in _DIGITS.finditer(low, start):
        if number.start() < done or not _promises(low, number.start(), number.end()):
            continue
        found, done = _read_at(low, number.start(), number.end(), chinese=chinese)
        if found:
            return found
    return None


def _promises(low: str, start: int, end: int) -> bool:
    """Whether a mark of money stands beside a number, or a range of large numbers begins."""
    return bool(
        low[start - 1 : start] in _SIGNS
        or _SIGN_BEFORE.search(low, max(0, start - 5), start)
        or _MARK_AFTER.match(low, end, end + 24)
    )


def _read_at(low: str, start: int, end: int, *, chinese: bool) -> tuple[Pay | None, int]:
    sign = _SIGN_BEFORE.search(low, max(0, start - 5), start)
    begin = sign.start() if sign else start
    begin += low[begin : begin + 1] == " "
    for pattern in (_RANGE, _SINGLE):
        match = pattern.match(low, begin, begin + LONGEST_FIGURE)
        found = _read(match, low, in_field=False, chinese=chinese) if match else None
        if match and found:
            return found, match.end()
    return None, end


DOLLARS = {"CA": "CAD", "AU": "AUD", "NZ": "NZD", "SG": "SGD", "HK": "HKD"}
"""Country whose own dollar a bare `$` means where all places of work lie in it."""


def in_local_dollars(stated: Pay, text: str, countries: list[str]) -> Pay:
    """Return the pay in the country's own dollar where a bare `$` stands for it."""
    marked = re.search(r"us|ca|au", text[max(0, stated.start - 4) : stated.end + 6])
    if stated.currency == "USD" and len(countries) == 1 and not marked:
        return replace(stated, currency=DOLLARS.get(countries[0], stated.currency))
    return stated


def _number(text: str, unit: str | None) -> float:
    if re.search(r"[,.'’ ]\d{3}(?!\d)", text) and not (unit and re.fullmatch(r"\d+\.\d{3}", text)):
        return float(re.sub(r"[,.'’ ]", "", text))
    return float(text.replace(",", "."))


def _read(match: re.Match[str], low: str, *, in_field: bool, chinese: bool) -> Pay | None:
    parts = match.groupdict()
    currency = next(
        (
            _CURRENCIES[mark.replace(" ", "")]
            for mark in (parts["c1"], parts.get("c3"), parts.get("c4"), parts["c2"])
            if mark and mark.replace(" ", "") in _CURRENCIES
        ),
        None,
    )
    unit1, unit2 = parts["u1"], parts.get("u2")
    if unit1 in {"m", "mm", "million"} or unit2 in {"m", "mm", "million"}:
        return None
    single = "n2" not in parts
    first, second = (
        _number(parts["n1"], unit1 or unit2),
        None if single else _number(parts["n2"] or "0", unit2 or unit1),
    )
    unit = unit2 or unit1
    before, after = low[max(0, match.start() - _CONTEXT) : match.start()], low[match.end() : match.end() + _CONTEXT]
    if not in_field and not _is_pay(match, low, before, after, currency, unit, single=single, chinese=chinese):
        return None
    scale1, scale2 = _UNITS.get(unit1 or unit or "", 1.0), _UNITS.get(unit or "", 1.0)
    if not single and first * scale1 > (second or 0) * scale2 and unit1 is None:
        scale1 = 1.0
    if currency is None:
        currency = "CNY" if chinese or unit in {"千", "万", "w"} else "USD" if unit == "k" or in_field else None
    low_end, high_end = first * scale1, None if second is None else second * scale2
    if currency is None or (high_end is not None and high_end < low_end):
        return None
    if in_field and unit is None and high_end is not None and high_end <= 100 and chinese and not parts["per"]:
        low_end, high_end = low_end * _THOUSAND, high_end * _THOUSAND
    period = _period(parts["per"], before, after, high_end or low_end, currency)
    if not _plausible(high_end or low_end, currency, period):
        return None
    months = _months(low, match, in_field=in_field)
    low_out, high_out = _ends(low_end, high_end, parts, before, single=single, period=period)
    return Pay(low_out, high_out, currency, period, months, match.start(), match.end())


def _ends(
    first: float, second: float | None, parts: dict[str, str | None], before: str, *, single: bool, period: str
) -> tuple[float | None, float | None]:
    if not single:
        return first, second
    more = (parts.get("more") or "").strip()
    if more in {"以下", "以内"} or re.search(
        r"(?:up to|upto|at most|max(?:imum)?(?: of)?|最高|高达|可达|不超过|to)\s?$", before
    ):
        return None, first
    if more in {"+", "以上", "起"} or re.search(
        r"(?:from|at least|starting(?: at)?|min(?:imum)?(?: of)?|起薪|不低于|至少|start(?:s|ing) at|over|north of|>)\s?$",
        before,
    ):
        return first, None
    return first, first


def _period(per: str | None, before: str, after: str, value: float, currency: str) -> str:
    if per:
        for name, pattern in _PERIODS:
            if pattern.search(per):
                return name
    tail = before[-14:]
    if re.search(r"年薪|年包|annual|yearly|总包|年收入", tail) or re.match(
        r"\s?(?:annual|年薪|年包|总包|yearly|base salary|salary per year)", after
    ):
        return "year"
    if re.search(r"月薪|monthly|税前月|每月|/月", tail) or re.match(r"\s?(?:monthly|月薪)", after):
        return "month"
    if re.search(r"日薪|daily|每天", tail):
        return "day"
    if re.search(r"时薪|hourly|每小时", tail):
        return "hour"
    return _guess_period(value, currency)


def _guess_period(value: float, currency: str) -> str:
    if currency == "CNY":
        return "year" if value >= 150_000 else "month" if value >= 800 else "day" if value >= 80 else "hour"
    if currency in {"JPY", "KRW", "INR", "HUF"}:
        return "year" if value >= 500_000 else "month"
    if currency in {"USDT", "HKD", "TWD", "CZK", "SEK", "NOK", "DKK", "THB"}:
        return "month" if value < 150_000 else "year"
    return "year" if value >= 14_000 else "month" if value >= 1_000 else "hour"


def _plausible(value: float, currency: str, period: str) -> bool:
    if currency in {"JPY", "KRW", "INR", "HUF", "VND", "IDR"}:
        return value > 0
    least = {"year": 8_000, "month": 500, "day": 30, "hour": 5}[period]
    return least <= value <= _MOST[period]


def _is_pay(
    match: re.Match[str],
    low: str,
    before: str,
    after: str,
    currency: str | None,
    unit: str | None,
    *,
    single: bool,
    chinese: bool,
) -> bool:
    if (
        low[match.start() - 1 : match.start()].isalnum()
        or re.match(
            r"[a-z0-9]|\s?(?:million|billion|亿|%|人|名|年|岁|个|people|employees|users|years|hours|days|weeks|m\b|mm\b|b\b|bn\b|rows|requests|qps)",
            after,
        )
        and not match["per"]
    ):
        return False
    line_before = before[before.rfind("\n") + 1 :]
    line_after = after.split("\n")[0][:24]
    cue = bool(_CUE.search(before[-36:]) or _CUE.search(line_after))
    if (_NO_PAY.search(line_before[-30:]) or _NO_PAY.search(line_after)) and not re.search(
        r"salar|薪资|月薪|年薪|薪水|薪酬|compensation", line_before[-20:]
    ):
        return False
    if single:
        return _single_is_pay(match, before, currency, unit, cue=cue, chinese=chinese)
    if currency and (unit == "k" or match["per"] or cue):
        return True
    if currency and currency != "CNY" and _big(match["n1"]) and _big(match["n2"]):
        return True
    if currency == "CNY" and (unit in {"k", "w", "千", "万"} or _big(match["n1"])):
        return True
    if unit in {"k", "w", "千", "万"} and (chinese or cue or match["per"]):
        return unit != "万" or cue or bool(match["per"]) or bool(_MONTHS.match(low[match.end() : match.end() + 12]))
    return chinese and cue and _big(match["n1"])


def _single_is_pay(
    match: re.Match[str], before: str, currency: str | None, unit: str | None, *, cue: bool, chinese: bool
) -> bool:
    if not (currency or (chinese and unit in {"k", "w", "万"}) or (unit == "k" and cue)):
        return bool(
            chinese and match["per"] and re.search(r"天|日|小时|月", match["per"]) and cue and len(match["n1"]) >= 3
        )
    if match["per"] and currency:
        return _big(match["n1"]) or bool(unit) or bool(re.search(r"hour|hr|/h|小时|day|天|日", match["per"])) or cue
    if currency and re.search(r"时薪|hourly|日薪|/h", before):
        return True
    return cue and (bool(unit) or _big(match["n1"]))


def _big(number: str | None) -> bool:
    return len(re.sub(r"\D", "", number or "")) >= 4


def _months(low: str, match: re.Match[str], *, in_field: bool) -> float | None:
    near = _MONTHS.match(low[match.end() : match.end() + 14])
    if near:
        return float(near.group(1))
    window = low if in_field else low[match.start() : match.end() + 24].split("\n")[0]
    other = _MONTHS_ANY.search(window)
    return float(other.group(1)) if other else None
