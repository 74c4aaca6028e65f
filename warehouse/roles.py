"""What tells two titles of one employer apart: the normalised words and what stands in brackets.

Belongs here: titles only. The normalised title itself is names.role_key's.
"""

from __future__ import annotations

import html
import re
from functools import lru_cache

from warehouse.transforms.names import role_key
from warehouse.transforms.text import lowered

_BRACKETS = re.compile(r"[(（【\[]([^)）】\]]{0,60})[)）】\]]")
_WORD = re.compile(r"[a-z0-9+#]+|[\u4e00-\u9fff]+")
_PAY = re.compile(r"[$€£¥]|\d\s?k\b|/\s?(?:hr|h|year|mo)", re.IGNORECASE)
_SAYS_NOTHING = {
    "m", "w", "d", "f", "x", "h", "all", "genders", "remote", "onsite", "hybrid", "full", "part", "time", "fulltime",
    "contract", "new", "urgent", "hiring", "急招", "急聘", "急", "高薪", "远程", "双休", "可远程", "全职", "长期",
}  # fmt: skip
_NO_ROLE = re.compile(r"[a-z0-9\u4e00-\u9fff]*公司|薪水|薪资|\b(?:rmb|usdt?|sgd|hkd)\b")
"""What titles of issues say beside the role: who hires, and pay."""
_HAN = "\u4e00"
_KEPT = 8_192


@lru_cache(maxsize=_KEPT)
def signature(title: str | None) -> str | None:
    """Return a title's words and those in its brackets, but for what says nothing of the role; None without a title.

    Brackets tell openings apart (`Engineer (Payments)`, `Technician (Houston)`, `Tutor (9)`); pay and `m/w/d` do not.
    """
    if not title:
        return None
    plain = html.unescape(html.unescape(title))
    base = _NO_ROLE.sub(" ", role_key(plain) or "").split()
    asides = " ".join(part for part in _BRACKETS.findall(lowered(plain)) if not _PAY.search(part))
    more = sorted(set(_WORD.findall(asides)) - _SAYS_NOTHING)
    return " ".join([*base, *(f"({word})" for word in more)]) or None


@lru_cache(maxsize=_KEPT)
def words(sign: str) -> frozenset[str]:
    """Return the words of a signature; Chinese by pairs of characters, since nothing stands between its words."""
    found: set[str] = set()
    for word in _WORD.findall(sign):
        found |= {word[at : at + 2] for at in range(max(len(word) - 1, 1))} if word[0] >= _HAN else {word}
    return frozenset(found)


def alike(one: str | None, other: str | None) -> float:
    """Return which share of the shorter title's words the other has; 1 where either is unknown."""
    if one is None or other is None:
        return 1.0
    mine, theirs = words(one), words(other)
    return len(mine & theirs) / min(len(mine), len(theirs)) if mine and theirs else 1.0
