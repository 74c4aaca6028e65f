"""Employers' and roles' names: read from fields or head lines, and normalised to keys for matching."""

from __future__ import annotations

import re
from hashlib import blake2b

from warehouse.transforms.document import Document
from warehouse.transforms.text import lowered

_YC = re.compile(r"\(?\s?\byc\b[^)|,]{0,16}\)?|\((?:w|s)['’]?\d{2}\)")
_LEGAL_EN = re.compile(
    r"[,.]?\s\b(?:incorporated|inc|ltd|limited|llc|l\.l\.c|gmbh|corp|corporation|co|company|plc|ag|sa|s\.a"
    r"|bv|b\.v|pty|pte|srl|sarl|ab|oy|aps|as|kk|k\.k|holdings?|group|llp|lp|ug|kg|spa|nv|labs?)\b\.?(?=\s*$"
    r"|[,\s(])"
)
_LEGAL_ZH = re.compile(
    r"(?:股份)?(?:有限责任公司|有限公司|分公司|公司)|集团|科技|网络|信息技术|技术|信息|软件|控股|股份|文化传媒|传媒|互动|数码|电子商务|计算机|智能|数字|系统|服务"
)
_CITY_ZH = re.compile(
    r"^(?:北京|上海|广州|深圳|杭州|成都|武汉|南京|苏州|西安|重庆|天津|长沙|厦门|福州|郑州|合肥|青岛|济南|大连|宁波|无锡|东莞|佛山|珠海|昆明|沈阳|浙江|江苏|广东|四川|湖北"
    r"|湖南|福建|山东|安徽|河南|陕西|中国)(?:市|省)?"
)
_PAREN = re.compile(r"[(（【\[][^)）】\]]{0,60}[)）】\]]")
_URL = re.compile(r"\(?\b(?:https?://|www\.)\S+|\(?\b[a-z0-9-]+\.(?:com|io|co|net|org|ai|dev|app|cn)\b\S*")
_NOT_WORD = re.compile(r"[^a-z0-9\u4e00-\u9fff]+")
_NO_LETTERS = bytes(code for code in range(128) if not chr(code).isalpha())
_SPLIT = re.compile(r"\s*(?:\|+|｜)\s*|\s+[-–—]{1,2}\s+|\s*;\s*")
_PLACEY = re.compile(
    r"\b(?:remote|onsite|on-site|on site|full[- ]?time|part[- ]?time|visa|h1b|intern|interns|contract"
    r"|freelance|hybrid|relocation)\b"
)
_ROLEY = re.compile(
    r"engineer|developer|scientist|designer|manager|architect|devops|analyst|programmer|\blead\b|director"
    r"|\bcto\b|full[- ]?stack|front-?end|back-?end|sre\b|positions|roles|intern\b|hacker|工程师|开发|前端|后端|架构师"
    r"|经理|运维|测试|算法|设计师|产品|运营|实习"
)
_ZH_COMPANY = re.compile(
    r"(?m)^\W{0,6}(?:公司(?:名称|名)?|企业|单位|团队)\s?[:：]\s?(.{2,40}?)\s*$|([\u4e00-\u9fffA-Za-z0-9（）()·]{2,30}(?:有限公司|集团))"
)
_BRACKET = re.compile(r"[【\[]([^】\]\n]{2,40})[】\]]")
_NO_COMPANY = re.compile(r"招|聘|内推|急|^(?:image|email|contact|user|图片|联系我们?)$")
LONGEST_NAME = 60
_ENDS = (",", " (")
"""What follows a place that a head line begins with: `Berlin, Germany`, `Berlin (Mitte)`."""


def company(found: Document) -> str | None:
    """Return the employer as the field or the head line names it."""
    if found.row["company"]:
        return found.row["company"]
    head = found.slice(found.head)
    pieces = _pieces(head)
    if len(pieces) > 1:
        return next((piece for piece in pieces if _could_be_company(found, piece)), None)
    return _zh_company(found)


def role(found: Document) -> str | None:
    """Return the title as the field or the head line names it."""
    if found.row["title"]:
        return found.row["title"]
    pieces = _pieces(found.slice(found.head))
    if len(pieces) > 1:
        return next((piece for piece in pieces[1:] if _ROLEY.search(piece.lower())), None)
    head = found.slice(found.head).strip(" #*")
    return head if head and _ROLEY.search(head.lower()) and len(head) <= LONGEST_NAME else None


def _pieces(head: str) -> list[str]:
    return [piece for piece in (part.strip(" *#_") for part in _SPLIT.split(head)) if piece]


def _could_be_company(found: Document, piece: str) -> bool:
    low = piece.lower()
    if len(piece) > LONGEST_NAME or _PLACEY.search(low) or _ROLEY.search(low):
        return False
    if low.startswith(("http", "www.", "[")) or _NO_COMPANY.search(low):
        return False
    places = {found.scan.low[hit.start : hit.end] for hit in found.scan.places}
    return not _only_places(low, places) and not low.startswith(
        tuple(f"{place}{end}" for place in places for end in _ENDS)
    )


def _only_places(low: str, places: set[str]) -> bool:
    """Tell whether nothing but places and signs stands there (`北京/杭州`)."""
    for place in sorted(places, key=len, reverse=True):
        low = low.replace(place, " ")
    return not _NOT_WORD.sub("", low)


def _zh_company(found: Document) -> str | None:
    body = found.slice(found.text)[:2_000]
    match = _ZH_COMPANY.search(body) if "公司" in body or "集团" in body else None
    if match:
        return (match[1] or match[2] or "").strip(" *#【】[]") or None
    for bracket in _BRACKET.finditer(found.slice(found.head)):
        piece = bracket[1].strip()
        if _could_be_company(found, piece) and not re.search(
            r"招|聘|远程|急|薪|k\b|内推|职责|要求|介绍|描述", piece.lower()
        ):
            return piece
    return None


def company_key(name: str | None) -> str | None:
    """Return the employer's name without legal form, place prefix, batch and punctuation; None if nothing is left."""
    if not name:
        return None
    low = _URL.sub(" ", _YC.sub(" ", lowered(name)))
    low = _PAREN.sub(" ", low)
    low = _LEGAL_EN.sub(" ", f" {low} ")
    bare = _LEGAL_ZH.sub("", low.strip()) or low.strip()
    bare = _CITY_ZH.sub("", bare) or bare
    return _NOT_WORD.sub("", bare) or _NOT_WORD.sub("", lowered(name)) or None


def role_key(name: str | None) -> str | None:
    """Return the title without remarks in brackets, pay and punctuation; None where nothing is left."""
    if not name:
        return None
    low = _PAREN.sub(" ", lowered(name))
    low = re.sub(r"\bsr\b\.?", "senior", re.sub(r"\bjr\b\.?", "junior", low))
    low = re.sub(r"\d+(?:\.\d+)?\s?k?\s?[-~–—]\s?\d+(?:\.\d+)?\s?[kw万]?\S*|招聘|诚聘|急聘|高薪", " ", low)
    return " ".join(_NOT_WORD.sub(" ", low).split()) or None


def text_key(text: str) -> str:
    """Return a hash of the letters of a text: case, digits, ASCII punctuation and spaces do not matter."""
    return blake2b(text.lower().encode(errors="replace").translate(None, _NO_LETTERS), digest_size=8).hexdigest()
