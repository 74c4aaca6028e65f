"""Where in a text a number stands that may be an amount of money: the marks right beside it, nothing else.

Belongs here: what `pay` asks of every number of a text, before its patterns look at the few that are left. Each answer
is a necessary condition of one of those patterns. figures.pxd has the C types; without a compiler the file runs as it
is.
"""

from __future__ import annotations

CODES = (
    "eur|gbp|chf|cad|aud|inr|sgd|hkd|twd|ntd|sek|nok|dkk|pln|czk|huf|rub|uah|thb|myr|mxn|aed|jpy|zar|nzd|ils|nis|brl"
    "|krw"
)
"""Currencies that are written by their code before or behind a figure; a pattern."""
_CODES = frozenset(CODES.split("|")) | {"usd", "rmb", "cny"}
_LEADS = _CODES | {"sdt", "uro", "$us", "rs.", " rs", "\nrs", "(rs"}
"""The last three characters of what is written before a figure: of `usdt` and `euro` too."""
_BETWEEN = frozenset({"to", "bis", "and", "und", "et", "och", "og", "till", "til"})
"""Words between the ends of a range."""
LONGEST_BETWEEN = 4
_FOLLOWERS = _CODES | {"us$", "per", "an ", "lpa", "lak", "lac", "yen", "pes"}


def figures(low: str, start: int) -> list[int]:
    """Return where from `start` on numbers begin that may be money.

    Args:
        low: A text in small letters.
        start: Where to begin.
    """
    found: list[int] = []
    length, inside = len(low), False
    for at, sign in enumerate(low):
        if sign > "9" or sign < "0":
            inside = False
        elif not inside:
            inside = True
            if at >= start and (_is_led(low, at) or _is_followed(low, at + 1, length)):
                found.append(at)
    return found


def _is_digit(sign: str) -> bool:
    return "0" <= sign <= "9"


def _is_led(low: str, at: int) -> bool:
    """Whether the sign or code of a currency, or a word for wages, may stand right before `at`."""
    last = at - 1
    if last > 0 and (low[last] in ":：" or low[last].isspace()):
        last -= 1
    if last < 0:
        return False
    sign = low[last]
    if sign in "$€£¥￥₹₪₩₽₴₱฿薪" or (sign in ":资酬水" and _is_wage_led(low, last)):
        return True
    if sign in "r.":
        crowns = last if sign == "r" else last - 1
        if crowns > 0 and low[crowns] == "r" and low[crowns - 1] == "k":
            return True
    return last > 1 and ("a" <= sign <= "z" or sign == ".") and low[last - 2 : last + 1] in _LEADS


def _is_wage_led(low: str, last: int) -> bool:
    """Whether a word for wages of two characters ends at `last`, or before the colon there."""
    if low[last] == ":":
        last -= 1
    return last > 0 and low[last] in "薪资酬水" and (low[last] == "薪" or low[last - 1] in "薪工")


def _is_followed(low: str, at: int, length: int) -> bool:
    """Whether money, a period or another figure may follow the number whose second character is at `at`."""
    at = _behind_groups(low, at, length)
    plus = at < length and low[at] == "+"
    if plus:
        at += 1
    if at < length and low[at].isspace():
        at += 1
    if at >= length:
        return False
    return _is_mark(low, at, length) or (not plus and _is_range(low, at, length))


def _behind_groups(low: str, at: int, length: int) -> int:
    """Return where a number ends, with its points, commas and groups of three digits behind a space."""
    while at < length and (_is_digit(low[at]) or low[at] in ",.'’"):
        at += 1
    while at + 3 < length and low[at] == " " and _are_three_digits(low, at + 1, length):
        at += 4
    return at


def _are_three_digits(low: str, at: int, length: int) -> bool:
    if not (_is_digit(low[at]) and _is_digit(low[at + 1]) and _is_digit(low[at + 2])):
        return False
    return at + 3 == length or not _is_digit(low[at + 3])


def _is_mark(low: str, at: int, length: int) -> bool:
    """Whether what stands at `at` may be a unit, a currency or a period."""
    sign = low[at]
    if sign > "\x7f" or not "a" <= sign <= "z":
        return sign in "万만千元块美刀$€£₽₴₱฿円원/每"
    behind = low[at + 1] if at + 1 < length else " "
    if sign in "kwu" and not "a" <= behind <= "z":
        return True
    if sign == "a" and behind == " ":
        return True
    if sign == "k":
        return behind in "uegrc"
    return (sign == "z" and behind == "ł") or low[at : at + 3] in _FOLLOWERS


def _is_range(low: str, at: int, length: int) -> bool:
    """Whether a word or stroke for `to` stands at `at` with a figure behind it that may be money."""
    sign = low[at]
    if sign in "-–—−~～〜":
        at += 2 if at + 1 < length and low[at + 1] in "-–—−~～〜" else 1
    elif sign in "至到à":
        at += 1
    elif sign in "tbaueo" and low[at : at + _letters(low, at, length)] in _BETWEEN:
        at += _letters(low, at, length)
    else:
        return False
    if at < length and low[at].isspace():
        at += 1
    if at < length and low[at] in "$€£¥":
        at += 1
    if at < length and low[at].isspace():
        at += 1
    return at < length and low[at].isdecimal() and _closes_range(low, at, length)


def _letters(low: str, at: int, length: int) -> int:
    """Return how many letters stand at `at`, as many as the longest of _BETWEEN has and one more at most."""
    count = 0
    while count < LONGEST_BETWEEN + 1 and at + count < length and "a" <= low[at + count] <= "z":
        count += 1
    return count


def _closes_range(low: str, at: int, length: int) -> bool:
    """Whether the second figure of a range is long, or followed by a mark of money, a group of digits or a period."""
    digits = 0
    while at < length and (low[at].isdecimal() or low[at] in ",.'’"):
        digits += 1
        at += 1
    if digits >= 4:  # noqa: PLR2004 - of pay of so many digits nothing else is asked
        return True
    if at < length and low[at].isspace():
        at += 1
    if at < length and low[at] in "(（":
        at += 1
    return at < length and (low[at].isdecimal() or _is_mark(low, at, length))
