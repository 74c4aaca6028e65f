"""Employers' and roles' names: read from fields or head lines, and normalised to keys for matching."""

from __future__ import annotations

import re
from hashlib import blake2b
from typing import TypeVar
from unicodedata import combining, normalize

from warehouse.transforms import firstlines, heads, titles
from warehouse.transforms.employers import divided, form_at, is_labelled
from warehouse.transforms.letters import bare, lowered
from warehouse.transforms.needles import Needles
from warehouse.transforms.text import kept
from warehouse.transforms.zones import Document

_YC = re.compile(r"\(?\s?\byc\b[^)|,]{0,16}\)?|\((?:w|s)['’]?\d{2}\)")
_LEGAL_EN = re.compile(
    r"[,.]?\s\b(?:incorporated|inc|ltd|limited|llc|l\.l\.c|gmbh|corp|corporation|co|company|plc|ag|sa|s\.a"
    r"|bv|b\.v|pty|pte|srl|sarl|ab|oy|aps|as|kk|k\.k|holdings?|group|llp|lp|ug|kg|spa|nv|s\.?r\.?o|labs?)\b\.?(?=\s*$"
    r"|[,\s(])"
)
_LEGAL_ZH = re.compile(
    r"株式会社|(?:股份)?(?:有限责任公司|有限公司|分公司|公司)|集团|科技|网络|信息技术|技术|信息|软件|控股|股份|文化传媒|传媒|互动|数码|电子商务|计算机|智能|数字|系统|服务"
)
_CITY_ZH = re.compile(
    r"^(?:北京|上海|广州|深圳|杭州|成都|武汉|南京|苏州|西安|重庆|天津|长沙|厦门|福州|郑州|合肥|青岛|济南|大连|宁波|无锡|东莞|佛山|珠海|昆明|沈阳|浙江|江苏|广东|四川|湖北"
    r"|湖南|福建|山东|安徽|河南|陕西|中国)(?:市|省)?"
)
_PAREN = re.compile(r"[(（【\[][^)）】\]]{0,60}[)）】\]]")
_URL = re.compile(
    r"\(?\b(?:https?://|www\.)\S+|\(?(?<![\w.-])(?:[a-z0-9-]+\.)+(?:com|io|co|net|org|ai|dev|app|cn)\b\S*"
)
_HOST = re.compile(r"(?<![\w.-])(?:[a-z0-9-]+\.)+(?:com|io|co|net|org|ai|dev|app|cn)(?:\.[a-z]{2})?(?![\w.-])")
_SECOND = {"co", "com", "org", "net", "ac", "gov"}
"""What stands before a country in hosts as one thing with it: `acme.co.uk`."""
OTHERS_SITES = frozenset({
    "google", "github", "gitlab", "lever", "greenhouse", "grnh", "workable", "jobvite", "theresumator", "resumatorapi",
    "angel", "linkedin", "twitter", "facebook", "youtube", "techcrunch", "tcrn", "bit", "goo", "medium", "recruiterbox",
    "ycombinator", "stackoverflow", "smartrecruiters", "bamboohr", "breezy", "ashbyhq", "myworkdayjobs", "taleo",
    "icims", "wikipedia", "crunchbase", "nytimes", "forbes", "wired", "venturebeat", "bloomberg", "wsj", "redacted",
    "example", "gmail", "amazon", "apple", "itunes", "vimeo", "glassdoor", "indeed", "monster", "dice", "craigslist",
    "wordpress", "blogspot", "tumblr", "slideshare", "quora", "reddit", "instagram", "kickstarter", "typeform",
    "surveymonkey", "docs", "tinyurl", "applytojob", "jazz", "jobscore", "catsone", "newton", "jazzhr",
    "weworkremotely",
    "businessinsider", "thenextweb", "theverge", "mashable", "cnn", "bbc", "economist", "inc", "fastcompany",
    "hackernews",
    "node", "socket", "asp", "backbone", "ember", "angular", "vue", "react", "meteor", "d3", "three", "require", "next",
    "heroku", "appspot", "herokuapp", "amazonaws", "cloudfront", "ted", "bitbucket", "rubyonrails", "python", "golang",
})  # fmt: skip
"""Names of sites that are mostly not the employer's: of platforms, news and tools."""
_HAS_VERB = Needles(heads.VERBS)
_NOT_WORD = re.compile(r"[\W_]+")
_NO_MARKS = str.maketrans(
    {"ø": "o", "ß": "ss", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
)
"""Latin letters that Unicode does not take apart into a plain one and a mark."""
_UNMARKED = re.compile(r"[\x00-\x7f\u4e00-\u9fff]+")
"""Letters that have no marks: of ASCII, and Hanzi."""
_PLACEY = re.compile(
    r"\b(?:remote|onsite|on-site|on site|full[- ]?time|part[- ]?time|visa|h1b|intern|interns|contract"
    r"|freelance|hybrid|relocation)\b"
)
_ZH_LABELLED = re.compile(r"(?m)^\W{0,6}(?:公司(?:名称|名)?|企业|单位|团队)\s?[:：]\s?(.{2,40}?)\s*$")
_ZH_FORMED = re.compile(r"([\u4e00-\u9fffA-Za-z0-9（）()·]{2,30}(?:有限公司|集团))")
LONGEST_FORMED = 30
FIRST = 2_000
"""Characters of a text in which the employer is looked for."""
FIRST_SENTENCES = 500
"""Characters in which a sentence may say who is hiring."""
_NO_BRACKET = re.compile(r"招|聘|远程|急|薪|k\b|内推|职责|要求|介绍|描述")
_BRACKET = re.compile(r"[【\[]([^】\]\n]{2,40})[】\]]")
_NO_COMPANY = re.compile(r"招|聘|内推|急|简历|^(?:image|email|contact|user|图片|联系我们?)$")
_NO_COMPANY_WORDS = Needles((
    *titles.ROLE_TEXTS, "remote", "onsite", "on-site", "on site", "full-time", "full time", "fulltime", "part-time",
    "part time", "parttime", "visa", "h1b", "contract", "freelance", "hybrid", "relocation", "招", "聘", "内推", "急",
    "简历", "image", "email", "contact", "user", "图片", "联系我",
))  # fmt: skip
"""One of these stands where _PLACEY, titles.ROLEY or _NO_COMPANY finds something."""
_TOOLS = {
    "python", "django", "java", "javascript", "js", "typescript", "react", "angular", "angularjs", "node", "node.js",
    "nodejs", "ruby", "rails", "ror", "php", "perl", "scala", "clojure", "haskell", "golang", "c++", "c#", ".net",
    "ios", "android", "html", "css", "sql", "web", "dev", "ops", "backend", "frontend", "firmware",
}  # fmt: skip
"""What no employer is called by alone: `Ruby on Rails, React` names nobody, `Docker` and `Redis Labs` do."""
_BETWEEN_TOOLS = {"and", "or", "on", "in", "with"}
_NOBODY = {
    "local", "anywhere", "europe", "asia", "pacific", "worldwide", "hiring", "now hiring", "various", "we're",
    "us only", "eu only", "startup", "start-up", "seeking freelancer", "seeking freelancers", "visas welcomed",
    "h1bs welcome", "eu passport only", "more info",
}  # fmt: skip
"""What head lines say where an employer could stand, and that names none."""
_NAME_WORD = re.compile(r"[\w.+#]+")
_ROLE_REMARK = re.compile(
    r"\b(?:java|go|golang|python|php|ruby|rails|rust|scala|kotlin|swift|ios|android|c|react|vue|angular|node|data|ml|ai"
    r"|cloud|infra(?:structure)?|security|platform|web|mobile|embedded|qa|test|sre|senior|junior|staff|principal)\b|c\+\+|c#"
    r"|\.net|front-?end|back-?end|full[- ]?stack|devops|高级|初级|资深|后端|前端"
    r"|客户端|算法|测试|运维|安卓|嵌入式|大数据"
)
"""What in a bracket tells roles apart."""
_SENIOR = re.compile(r"\bsr\b\.?")
_JUNIOR = re.compile(r"\bjr\b\.?")
_NO_ROLE = re.compile(r"(?<!\d)\d++(?:\.\d++)?\s?k?\s?[-~–—]\s?\d++(?:\.\d++)?\s?[kw万]?\S*|招聘|诚聘|急聘|高薪")
_NO_ROLE_SIGN = re.compile(r"[\d聘薪]")
"""One of these stands where _NO_ROLE finds something."""
_LED_BY = re.compile(r"[^\w\[【(（「]*+(?:[\[【(（「][^\]】)）」\n]{0,40}[\]】)）」][^\w\[【(（「]*+){0,4}")
"""What stands before the employer in a title of the shape `[place] Acme 公司诚聘 …`."""
_HIRES = re.compile(
    r"\s?(?:全球|(?<!有限)公司|团队)?\s?[-—:：]?\s?(?:诚聘|诚招|招聘|急聘|急招|招募)"
    r"|\s(?:is|are)\s(?:now\s|actively\s)?(?:hiring|looking for|seeking)\b",
    re.IGNORECASE,
)
_HIRING = Needles(("聘", "招", " is ", " are "))
"""One of these stands where _HIRES finds something."""
_SAYS_WHAT = re.compile(
    r"web ?3|\b(?:de-?fi|game-?fi|[cd]ex|nft|zk|l[12]|layer ?\d|fintech|crypto(?:currency)?|exchange|fund|rwa|saas"
    r"|top ?\d*|web|social|ai|quant|primary|startup|company|team|x|it|d?app|hc|hr)(?![a-z])"
    r"|交易所|交易|加密|货币|数字|资产|区块链|链上|链|金融|游戏|支付|电商|量化|协议|社交|币所|合约|现货|中心化|去"
    r"|知名|著名|大厂|大型|中型|巨头|头部|领先|龙头|排名|老牌|顶尖|[一二三]线|稳定|高新|高薪|靠谱|上市|初创|创业"
    r"|海外|出海|国内|国外|国产|国际|全球|跨国|东南亚|华人|中文|外企|外资|合资|央企|国企|公司|团队|集团|部门|企业|机构"
    r"|多个?岗位|岗位|职位|项目方?|平台|组内|直推|内推|全职|兼职|社招|校招|校园|社会|实习生?|远程|坐班|办公|移动"
    r"|线上|线下|电子|软件|互联网|网络|科技|技术|信息|工业|智能|芯片|私募|基金|证券|银行|工作室|实验室|基础设施"
    r"|最新|更新|相关|各大|长期|持续|直接|某|我司|我们|本|急|新|届|帮|朋友|同事|小伙伴|人才|[的和与及类系级前]|\d+",
    re.ASCII,
)
"""What tells of what kind an employer is, and not who it is: of `知名 Web3 交易所` nothing is left without it."""
_PARTED = re.compile(r"[,，、。！!?？:：;；|｜/+#<>]|工程[师師]")
"""What stands in no employer's name, but between several, or in a role."""
_LONGEST_HIRING = 30
"""Characters of an employer's name in a title; what is longer is a sentence."""
_HAN = "\u4e00"
LONGEST_NAME = 60
_Place = TypeVar("_Place", int, str)
"""A place by where it begins, or as it is written."""
_ENDS = (",", " (")
"""What follows a place that a head line begins with: `Berlin, Germany`, `Berlin (Mitte)`."""


def names(found: Document) -> tuple[str | None, str | None]:
    """Return employer and title, each as the field or the head line names it."""
    employer, title = found.row["company"] or None, found.row["title"] or None
    if employer and title:
        return employer, title
    pieces, companies = _pieces(found.slice(found.head)), _Companies(found)
    return employer or _hires(found, pieces, title, companies), title or _role(pieces, companies)


def _hires(found: Document, pieces: list[str], title: str | None, companies: _Companies) -> str | None:
    return (
        _company(found, pieces, companies)
        or _who_hires(found, title, companies)
        or _is_hiring(found, pieces, companies)
        or _called(found, companies)
    )


def _called(found: Document, companies: _Companies) -> str | None:
    """Return who hires as the first lines of a text tell it that is not Chinese."""
    first, last = found.text.start, found.text.end
    if found.is_chinese or first == last:
        return None
    places = _cities_first([(hit.start - first, hit.entry.kind) for hit in found.scan.places])
    return firstlines.called(found.scan.text[first : min(last, first + firstlines.FIRST)], places, companies.called)


def _who_hires(found: Document, title: str | None, companies: _Companies) -> str | None:
    """Return the employer that a title or a Chinese head line names before its word for hiring (`Acme 公司诚聘 …`)."""
    if not title:
        title = found.slice(found.head)
        if title.isascii():
            return None
    if _HIRING.first(title) < 0:
        return None
    led = _LED_BY.match(title)
    first = led.end() if led else 0
    hires = _HIRES.search(title, first, first + LONGEST_NAME)
    name = title[first : hires.start()].strip(" -—·*\"“”'") if hires else ""
    if not 1 < len(name) <= _LONGEST_HIRING or _PARTED.search(name):
        return None
    return name if len(_who(name.lower())) > 1 and companies(name) else None


def _is_hiring(found: Document, pieces: list[str], companies: _Companies) -> str | None:
    """Return who `is hiring`, by the first sentences or a head line of one piece; of Chinese ones _who_hires tells."""
    first, last = found.text.start, found.text.end
    name = heads.hiring(found.scan.text, first, min(last, first + FIRST_SENTENCES))
    if name and companies(name):
        return name
    alone = len(pieces) == 1 and heads.may_be_alone(pieces[0]) and companies(pieces[0])
    return companies.alone(pieces[0]) if alone else None


def _who(low: str) -> str:
    """Return what is left of a name in small letters without what only tells the kind of its employer."""
    return _NOT_WORD.sub("", _SAYS_WHAT.sub("", low))


def as_written(found: Document, name: str | None) -> str | None:
    """Return a name as its posting writes it, in traditional Hanzi where it was read out of a text that is in those."""
    if name is None:
        return None
    at = found.scan.text.find(name, found.title.start)
    return found.written[at : at + len(name)] if at >= 0 else name


def _company(found: Document, pieces: list[str], companies: _Companies) -> str | None:
    if len(pieces) <= 1:
        return _zh_company(found, companies)
    for piece in pieces:
        if companies(piece) and (name := companies.named(piece)):
            return name
    return None


def _role(pieces: list[str], companies: _Companies) -> str | None:
    """Return the title that a piece of the head line names; the first one names none unless it ends like a role."""
    for piece in pieces[1:]:
        if titles.names_role(piece) and (title := companies.title(piece)):
            return title
    if not pieces or not titles.names_role(pieces[0]):
        return None
    alone = len(pieces) == 1
    title = companies.title(pieces[0], alone=alone)
    return title if title and (alone or titles.ends_with_role(title)) else None


def _pieces(head: str) -> list[str]:
    return [piece for part in divided(head) if (piece := part.strip(" *#_"))] if head else []


@kept
def _is_no_company(low: str) -> bool:
    if low.strip(" .!") in _NOBODY or _only_tools(low):
        return True
    if _NO_COMPANY_WORDS.first(low) < 0:
        return False
    return bool(_PLACEY.search(low) or titles.ROLEY.search(low) or _NO_COMPANY.search(low))


def _only_tools(low: str) -> bool:
    said = set(_NAME_WORD.findall(low))
    return not _TOOLS.isdisjoint(said) and said <= _TOOLS | _BETWEEN_TOOLS


class _Companies:
    """Tells which pieces of a head line can be the employer; its places are gathered once, where one is asked for."""

    def __init__(self, found: Document) -> None:
        self._found = found
        self._places: set[str] | None = None
        self._written: dict[str, str] | None = None

    def __call__(self, piece: str) -> bool:
        low = piece.lower()
        if len(piece) > LONGEST_NAME or low.startswith(("http", "www.", "[")) or _is_no_company(low):
            return False
        if not low.isascii() and not _who(low):
            return False
        places = self._low_places()
        return not _only_places(low, places) and not _begins_with_place(low, places)

    def named(self, piece: str) -> str | None:
        """Return the employer's name in a piece that can be it."""
        name = heads.told(piece)
        return heads.employer(piece, self._kinds()) if name is None else name or None

    def called(self, piece: str) -> str | None:
        """Return the employer's name in what a text calls so, without places; None where it can be none."""
        if not self(piece) or heads.told(piece) == "" or titles.ends_with_role(piece):
            return None
        return heads.employer(piece, self._kinds())

    def alone(self, piece: str) -> str | None:
        """Return the employer's name in a head line of one piece, if that says more as well."""
        return heads.alone(piece, self._kinds())

    def title(self, piece: str, *, alone: bool = False) -> str | None:
        """Return the title in a piece that names a role; a Chinese one is taken as it is, a short one if alone."""
        if max(piece) >= _HAN:
            return piece if not alone or len(piece) <= LONGEST_NAME else None
        if titles.says_no_more(piece) and not any(place in piece.lower() for place in self._low_places()):
            return piece
        return titles.title(piece, self._kinds(), alone=alone)

    def _low_places(self) -> set[str]:
        places = self._places
        if places is None:
            text = self._found.scan.low
            self._places = places = {text[hit.start : hit.end] for hit in self._found.scan.places}
        return places

    def _kinds(self) -> dict[str, str]:
        written = self._written
        if written is None:
            scan = self._found.scan
            named = [(scan.text[hit.start : hit.end], hit.entry.kind) for hit in scan.places]
            self._written = written = _cities_first(named)
        return written


def _cities_first(places: list[tuple[_Place, str]]) -> dict[_Place, str]:
    """Return place -> kind: of what stands there or is called so as well, a city comes first."""
    found: dict[_Place, str] = {}
    for place, kind in places:
        if kind == "city" or place not in found:
            found[place] = kind
    return found


def _only_places(low: str, places: set[str]) -> bool:
    """Tell whether nothing but places and signs stands there (`北京/杭州`)."""
    inside = [place for place in places if place in low]
    for place in sorted(inside, key=len, reverse=True) if len(inside) > 1 else inside:
        low = low.replace(place, " ")
    return not low[:1].isalnum() and not _NOT_WORD.sub("", low)


def _begins_with_place(low: str, places: set[str]) -> bool:
    return any(low.startswith(place) and low.startswith(_ENDS, len(place)) for place in places)


def _zh_company(found: Document, companies: _Companies) -> str | None:
    first, last = found.text.start, found.text.end
    match = _zh_company_in(found.scan.text[first : min(last, first + FIRST)])
    if match:
        return (match[1] or "").strip(" *#【】[]") or None
    head = found.slice(found.head)
    if "]" not in head and "】" not in head:
        return None
    for bracket in _BRACKET.finditer(head):
        piece = bracket[1].strip()
        if companies(piece) and not _NO_BRACKET.search(piece.lower()):
            return piece
    return None


def _zh_company_in(body: str) -> re.Match[str] | None:
    """Return the first employer that a line names (`公司：…`) or that is written out with its legal form."""
    if body.isascii():
        return None
    at = form_at(body)
    if at < 0 and "公司" not in body:
        return None
    labelled = _ZH_LABELLED.search(body) if is_labelled(body) else None
    formed = _ZH_FORMED.search(body, max(0, at - LONGEST_FORMED)) if at >= 0 else None
    if labelled and formed:
        return labelled if labelled.start() <= formed.start() else formed
    return labelled or formed


def company_key(name: str | None) -> str | None:
    """Return the employer's name without legal form, place prefix, batch and punctuation; None if nothing is left."""
    return _company_key(name) if name else None


def _without_marks(low: str) -> str:
    """Return Latin letters without their marks (`börse` as `borse`), so that a key does not lose them; others stay."""
    if low.isascii() or _UNMARKED.fullmatch(low):
        return low
    plain = normalize("NFKD", low.translate(_NO_MARKS))
    return "".join([char for char in plain if not combining(char)])


@kept
def _company_key(name: str) -> str | None:
    whole = low = _without_marks(lowered(name))
    if _HAS_VERB.first(low) >= 0:
        low = heads.HIRING.sub("", low)
    if "yc" in low or "(w" in low or "(s" in low:
        low = _YC.sub(" ", low)
    if "." in low or "//" in low:
        low = _URL.sub(" ", low)
    low = _LEGAL_EN.sub(" ", f" {_without_brackets(low)} ").strip()
    bare = low
    if not low.isascii():
        bare = _LEGAL_ZH.sub("", low) or low
        bare = _CITY_ZH.sub("", bare) or bare
    if bare.isalnum():
        return bare
    return _NOT_WORD.sub("", bare) or _site_key(whole) or None


def all_signs(name: str) -> str:
    """Return the letters and figures of a name: the key that one which is only a site, or a sentence, once had."""
    return _NOT_WORD.sub("", _without_marks(lowered(name)))


def _site_key(low: str) -> str:
    """Return what a name that is nothing but a site is called: `acme` of `www.acme.com`."""
    host = _HOST.search(low)
    label = site_label(host[0]) if host else ""
    return label if label and label not in OTHERS_SITES else _NOT_WORD.sub("", low)


def site_label(host: str) -> str:
    """Return what a host is called: `acme` of `jobs.acme.co.uk`."""
    parts = host.split(".")
    parts.pop()
    if len(parts) > 1 and parts[-1] in _SECOND:
        parts.pop()
    return parts[-1].replace("-", "") if parts else ""


def _without_brackets(low: str) -> str:
    return _PAREN.sub(" ", low) if _has_bracket(low) else low


def _has_bracket(low: str) -> bool:
    return ")" in low or "]" in low or (not low.isascii() and ("）" in low or "】" in low))


def role_key(name: str | None) -> str | None:
    """Return the title without pay, punctuation and brackets that say nothing of the role; None if nothing is left."""
    return _role_key(name) if name else None


@kept
def _role_key(name: str) -> str | None:
    low = _without_marks(lowered(name))
    if _has_bracket(low):
        low = _PAREN.sub(_of_role, low)
    if "jr" in low:
        low = _JUNIOR.sub("junior", low)
    if "sr" in low:
        low = _SENIOR.sub("senior", low)
    if _NO_ROLE_SIGN.search(low):
        low = _NO_ROLE.sub(" ", low)
    return " ".join(_NOT_WORD.sub(" ", low).split()) or None


def _of_role(bracket: re.Match[str]) -> str:
    """Return a bracket that tells one role from another (`(iOS)`, `（后端）`); a place or `(m/w/d)` is dropped."""
    return bracket[0] if _ROLE_REMARK.search(bracket[0]) else " "


def text_key(text: str) -> str:
    """Return a hash of the letters of a text: case, digits, ASCII punctuation and spaces do not matter."""
    return blake2b(bare(text), digest_size=8).hexdigest()
