"""What tells two titles of one employer apart: the normalised words, what stands in brackets, and the kinds of work.

Belongs here: titles only. The normalised title itself is names.role_key's.
"""

from __future__ import annotations

import html
import re
from enum import Enum
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
_GENERIC = {
    "engineer", "engineers", "engineering", "developer", "developers", "development", "dev", "devs", "software",
    "programmer", "programmers", "senior", "junior", "sr", "jr", "lead", "staff", "principal", "mid", "level", "levels",
    "ii", "iii", "full", "part", "time", "fulltime", "intern", "interns", "internship", "internships", "h1b", "visa",
    "multiple", "several", "various", "many", "positions", "position", "roles", "role", "jobs", "job", "careers",
    "team", "hiring", "available", "see", "http", "https", "www", "com", "io", "org", "net", "on", "in", "or", "and",
    "of", "the", "a", "an", "to", "for", "at", "with", "we", "are", "remote", "onsite", "contract", "all",
}  # fmt: skip
_GENERIC_ZH = re.compile(r"招聘|诚聘|急聘|急招|工程师|开发|研发|高级|资深|初级|中级|内推|社招|校招|实习|岗位|大量|招人")
_KINDS = {
    "back end": r"\bback ?end|\bserver\b|后端|后台|服务端",
    "front end": r"\bfront ?end|\bjavascript|前端",
    "full stack": r"\bfull ?stack|全栈|全端",
    "mobile": r"\bmobile\b|\bios\b|\bandroid\b|\bflutter\b|客户端|移动端|安卓",
    "data": r"\bdata\b(?! cent)|\betl\b|\banalytics\b|数据",
    "learning": r"\bmachine learning\b|\bml\b|\bai\b|\bnlp\b|\bdeep learning\b|\bvision\b"
    r"|算法|大模型|机器学习|人工智能",
    "operations": r"\bdev ?ops\b|\bsre\b|\breliability\b|\binfrastructure\b|\bsys ?admins?\b|\bops\b"
    r"|运维|维运|基础架构",
    "security": r"\bsecurity\b|安全",
    "test": r"\bqa\b|\btest(?:er|ers|ing)?\b|\bquality\b|测试",
    "design": r"\bdesign(?:er|ers)?\b|\bux\b|设计",
    "product": r"\bproduct (?:manager|owner)|产品",
    "sales": r"\bsales\b|\bbd\b|\bbusiness develop|销售|商务|地区经理|区域负责人",
    "marketing": r"\bmarketing\b|\bgrowth\b|\bcontent\b|市场|运营|推广|品牌",
    "support": r"\bsupport\b|\bcustomer success\b|\bsolutions? (?:engineer|architect|consultant)|客服",
    "people": r"\bhrm?\b|\brecruit|\btalent\b|人事",
    "devices": r"\bembedded\b|\bfirmware\b|\bhardware\b|嵌入式|硬件|驱动",
    "chain": r"\bsmart contract|\bsolidity\b|智能合约|合约开发|合约工程|区块链(?:开发|工程)|零知识",
    "trading": r"\bquant|\btraders?\b|\btrading\b|量化|交易员",
    "games": r"\bgames?\b|游戏",
    "finance": r"\bfinanc|\baccount(?:ant|ing)\b|财务|会计",
    "teaching": r"\bwriter\b|\beditor\b|\binstructor\b|\bcurriculum\b|\bteacher\b|\btutor\b|编辑|讲师",
}
_KIND = {name: re.compile(said) for name, said in _KINDS.items()}
_HAN = "\u4e00"
_KEPT = 65_536
_MOSTLY = 0.5
"""Two titles name one role if they share more than this of all kinds of work that either names."""


class Roles(Enum):
    """How the roles of two titles of one employer stand to each other."""

    SAME = "the same kinds of work"
    PART = "some kinds of work in common"
    OTHER = "no kind of work in common"
    UNTOLD = "one of them names no kind of work"


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


@lru_cache(maxsize=_KEPT)
def core(sign: str) -> frozenset[str]:
    """Return the words of a signature that tell roles apart: without `senior`, `engineer`, `full time` and the like."""
    return words(_GENERIC_ZH.sub(" ", sign)) - _GENERIC


@lru_cache(maxsize=_KEPT)
def kinds(sign: str) -> frozenset[str]:
    """Return the kinds of work that a signature names: `back end`, `mobile`, `sales`."""
    plain = sign.replace("(", "").replace(")", "")
    return frozenset(name for name, said in _KIND.items() if said.search(plain))


def alike(one: str | None, other: str | None) -> float:
    """Return which share of the shorter title's words the other has; 1 where either is unknown."""
    return 1.0 if one is None or other is None else _shared(words(one), words(other))


def closely(one: str | None, other: str | None) -> float:
    """Return the same of the words that tell roles apart; 1 where either has none."""
    return 1.0 if one is None or other is None else _shared(core(one), core(other))


@lru_cache(maxsize=_KEPT)
def compared(one: str | None, other: str | None) -> Roles:
    """Return how the roles of two signatures stand to each other."""
    mine, theirs = (kinds(sign) if sign else frozenset[str]() for sign in (one, other))
    if not mine or not theirs:
        return Roles.UNTOLD
    shared = len(mine & theirs)
    if shared > _MOSTLY * len(mine | theirs):
        return Roles.SAME
    return Roles.PART if shared else Roles.OTHER


def _shared(mine: frozenset[str], theirs: frozenset[str]) -> float:
    return len(mine & theirs) / min(len(mine), len(theirs)) if mine and theirs else 1.0
