"""The first pay that a posting states, as stated and annualised in CNY. Equity, funding and budgets are no pay."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import islice, product

from warehouse.transforms.figures import CODES, figures
from warehouse.transforms.needles import Needles

YEAR_MONTHS = 12
WORK_DAYS_YEAR = 250
WORK_HOURS_YEAR = 2000
BARE_THOUSANDS = 100
"""Up to here a bare range in a Chinese pay field (`4-6`) counts thousands."""
LONGEST_FIGURE = 72
"""Characters that a figure with its marks and period may take."""
RESTATED = 3
"""Figures behind the first pay among which the same pay is looked for with its months."""
CONTEXT = 44
"""Characters each side that tell pay from other money."""

_CURRENCY_MARKS = {
    "USD": "$ us$ $us usd usd$ 美元 美金 刀",
    "EUR": "€ eur euro euros 欧元",
    "GBP": "£ gbp pound pounds 英镑",
    "CNY": "¥ ￥ rmb cny 元 块 人民币",
    "CAD": "cad c$ cad$ ca$",
    "AUD": "aud a$ au$ aud$",
    "NZD": "nzd nz$ nzd$",
    "SGD": "sgd s$ sgd$ 新币 新元",
    "HKD": "hkd hk$ hkd$ 港币 港元",
    "TWD": "nt$ twd ntd 台币 新台币",
    "INR": "₹ inr rs. rs",
    "JPY": "jpy yen 日元 日币 円",
    "KRW": "krw won ₩ 원",
    "ILS": "₪ ils nis",
    "BRL": "r$ brl",
    "USDT": "usdt usdc u",
    "CHF": "chf",
    "SEK": "sek kr kr.",
    "NOK": "nok",
    "DKK": "dkk",
    "PLN": "pln zł złotych",
    "CZK": "czk kč",
    "HUF": "huf",
    "RUB": "rub ₽",
    "UAH": "uah ₴",
    "THB": "thb ฿ 泰铢",
    "MYR": "myr rm 马币 令吉",
    "PHP": "₱",
    "MXN": "mxn peso pesos",
    "AED": "aed 迪拉姆",
    "ZAR": "zar r",
}
_CURRENCIES = {mark: code for code, marks in _CURRENCY_MARKS.items() for mark in marks.split()}
_NAMED = "人民币|美[元金]|欧元|英镑|港[币元]|新[币元]|新?台币|日[元币]|马币|泰铢|迪拉姆"
"""Currencies as Chinese texts name them before a figure; a pattern."""
_NAMED_ENDS = "币元金镑铢姆"
"""With what _NAMED ends."""
_BEFORE = (
    r"(?P<{0}>usd ?\$?|us ?\$|\$ ?us|cad? ?\$|c\$|aud? ?\$|a\$|nzd?\$|hkd?\$|s\$|sgd\$|nt\$|r\$|[$€£¥￥₹₪₩₽₴₱฿]"
    rf"|rmb|cny|euro|usdt|rs\.? |rs\.(?=[0-9])|rm(?= ?[0-9])|kr\.?(?= ?[0-9])|{CODES}|{_NAMED}|r(?=[0-9]{{{{2,4}}}}k))?"
)
_AFTER = (
    r"(?:[\s/(（]{{0,2}}(?P<{0}>usdt|usdc|usd|us\$|美元|美金|刀|[$€£]{1}|euros?|pounds?(?![a-z])|英镑|rmb|cny|人民币|[元块]"
    rf"|港[币元]|新[币元]|新?台币|马币|令吉|泰铢|迪拉姆|日[元币]|円|원|yen|欧元|zł(?:otych)?|kč|kr(?![a-z])|[₽₴₱฿]|pesos?\b|(?:{CODES})(?![a-z])|u(?![a-z.])))?"
)
_NUMBER = (
    r"(?P<{0}>\d{{1,3}}(?:[,.'’ ]\d{{3}})+(?:[.,]\d{{2}}(?!\d))?(?![\d%])|\d{{1,3}},\d{{4}}(?!\d)"
    r"|\d{{1,2}}(?:,\d{{2}})+,\d{{3}}(?!\d)|\d{{1,7}}(?:[.,]\d{{1,2}})?(?!\d))(?:[.,][-–—]{{1,2}})?"
)
_UNIT = (
    r"(?P<{0}>[kw万][1-9](?![\d.,%a-z千])|k(?![a-z0-9])|k(?=usd|eur|gbp|rmb|cny|chf|cad|aud|hkd|sgd|pln|u(?![a-z]))|千|w(?![a-z0-9])|w(?=rmb|usd|cny|hkd|u(?![a-z]))|[万만]|thousand\b|m(?![a-z])|million|mm"
    r"|lpa|la(?:kh|c)s?|l(?![a-z]))?"
)
_PER = (
    r"(?:\s?(?:nett?o?|gross|brut(?:to|os?)?|pre-tax)\b)?(?P<per>\s?(?:/|per|pro|im|par|por|al|na|i|a|an|每|一|pa\b|p\.a|·)?\s?(?:year|yr|annum|annually|yearly|年薪|年(?!\s?\d\d?\s?薪)|month|mo\b|monthly|mth|月"
    r"|day|daily|天|日|hour|hr|h\b|y\b|hourly|小时|时薪|时(?!间)"
    r"|jahr|monat|stunde|(?<=par )an\b|mois|heure|månad(?:en)?\b|mån\b|måned\b|mnd\b|mies(?:\.|iąc|ięcznie)|m[eê]s\b"
    r"|år\b|año\b|ano\b|annuel|mensuel|timme|time\b|godz)|\s?p\.?a\.?\b|\s?p\.?m\.?\b|\s?p[./]?[dh]\b)?"
)
_PER_BETWEEN = (
    r"(?:\s?/\s?(?:year|yr|y\b|month|mo\b|月|年|hour|hr|h\b|day|天)|\s(?:per|an?) (?:year|annum|month|hour|day)\b"
    r"|\s?p\.?a\b\.?)?"
)
_FIRST = (
    _BEFORE.format("c1")
    + r"\s?"
    + _NUMBER.format("n1")
    + r"(?:\+(?=k(?![a-z0-9])))?\s?"
    + _UNIT.format("u1")
    + _AFTER.format("c2", "")
)
_SECOND = (
    _BEFORE.format("c3")
    + r"\s?"
    + _NUMBER.format("n2")
    + r"(?![.,]?\d*\s?%)\s?"
    + _UNIT.format("u2")
    + _AFTER.format("c4", r"(?!\s?\d)")
)
_TO = (
    r"\s?(?:[-–—−~～〜]{1,2}|至|到|\b(?:to|and|à|bis|und|et|och|till?|og)\b|/|一"
    r"|[,;|]?\s?(?:and )?(?:up to|max(?:imum)?)\b\s?:?)\s?"
)
_RANGE = re.compile(
    _FIRST
    + r"起?"
    + _PER_BETWEEN
    + _TO
    + _SECOND
    + _PER
    + r"(?:(?:\s?\(或?面议\))?\s?(?P<c5>usdt|usd|rmb|cny|hkd|sgd|u(?![a-z.])))?"
)
_TO_SIGN = re.compile(
    r"[-–—−~～〜至到/一àtabueom](?:(?<=[^tabueom])|(?<=\bt)(?:o|ill?)\b|(?<=\ba)nd\b|(?<=\bb)is\b|(?<=\bu)nd\b"
    r"|(?<=\be)t\b|(?<=\bo)(?:ch|g)\b|(?<=\bm)ax)(?=[\s\S]{0,8}?\d)"
)
"""What parts the ends of a range with a number soon behind; it begins with single signs, to which the engine jumps."""
_SINGLE = re.compile(
    _FIRST
    + r"(?P<more>\+|\s?或?以上|\s?起(?![伏源])|及?以下|以?内(?![推部容])|左右|\s?封顶)?"
    + _PER
    + r"(?P<most>及?以[上下])?"
    + r"(?:[\s/]?(?P<c5>usdt|usd|rmb|cny|hkd|sgd|eur|twd|jpy|cad|aud|gbp|nzd|chf|港币|新币|元|u(?![a-z.])))?"
)
"""One figure; what marks its currency may stand behind `+` and period (`4000+/月 USD`)."""

_SIGNS = frozenset("$€£¥￥₹₪₩₽₴₱฿")
_SIGN_BEFORE = re.compile(
    rf"(?:(?<![a-z])(?:us|ca|c|a|au|nz|hk|s|nt|r)\$|(?<![a-z])us \$|\$ ?us|[{''.join(_SIGNS)}]"
    rf"|\b(?:usd?|rmb|cny|euro|usdt|rs\.?|rm|kr\.?|r|{CODES})|{_NAMED}) ?\$?$"
)
_MONEY = (
    r"k(?![a-z])|kr(?![a-z])|k(?=usd|eur|gbp|rmb|cny|chf|u(?![a-z]))|w(?![a-z])|[万만]|千|元|块|美|刀|[$€£]"
    r"|usd|eur|gbp|rmb|cny|chf|u(?![a-z])"
)
_MARK_AFTER = (
    r"\+?\s?(?:" + _MONEY + rf"|us\$|(?:{CODES})(?![a-z])|zł|kč|yen\b|pesos?\b|lpa|la(?:kh|c)s?\b|[₽₴₱฿円원]"
    r"|/\s?(?:天|日|月|年|小时|h|mo|y|usd)|每"
    r"|per (?:hour|day|month|year|annum)|(?:an|a) (?:hour|day|month|year))"
    r"|\s?(?:[-–—−~～〜]{1,2}|至|到|(?:to|and|bis|und|et|och|till?|og)\b|à)\s?[$€£¥]?\s?\d[\d,.’']*(?: \d{3})*"
    r"\s?[(（]?(?:" + _MONEY + rf"|/|lpa|la(?:kh|c)s?\b|zł|yen\b|(?:{CODES})\b)"
    r"|\s?(?:[-–—~～]{1,2}|至|到|to\b)\s?(?:\d{4,6}(?!\d)|\d{2,3},\d{3}(?![,\d]))"
)
_GROUPS = r"[0-9,.'’]*+(?: [0-9]{3}(?![0-9]))*+"
_MILLIONS = r"(?!\s?(?:m(?![a-z])|mm|million|billion|bn|b(?![a-z])|亿))"
_SIGN_AT = (
    rf"(?<=[{''.join(_SIGNS)}][0-9])|(?<=[{''.join(_SIGNS)}] [0-9])|(?<=\$us [0-9])|(?<=\$us[0-9])|(?<=rs\. [0-9])"
    r"|(?<=rs\.[0-9])|(?<=\srs [0-9])"
    r"|(?<=kr[0-9])|(?<=kr [0-9])|(?<=kr\. [0-9])"
    rf"|(?<=(?:usd|rmb|cny|{CODES})[0-9])|(?<=(?:usd|rmb|cny|{CODES}) [0-9])|(?<=(?:usdt|euro) [0-9])"
    r"|(?<=[日时月底]薪[0-9])|(?<=[日时月底]薪[\s:][0-9])|(?<=[日时月底]薪:\s[0-9])"
    r"|(?<=[薪工]资[0-9])|(?<=[薪工]资[\s:][0-9])|(?<=[薪工]资:\s[0-9])"
    r"|(?<=薪[酬水][0-9])|(?<=薪[酬水][\s:][0-9])|(?<=薪[酬水]:\s[0-9])"
)
_CANDIDATE = re.compile(
    rf"[0-9](?<![0-9][0-9])(?:{_GROUPS}{_MILLIONS}(?={_MARK_AFTER})|(?:{_SIGN_AT}){_GROUPS}{_MILLIONS})"
)
"""A number with a mark of money beside it, or the first of two large ones; seldom pay."""
_MONTHS = re.compile(
    r"^[)）\]】]?\s{0,2}(?:/月|rmb)?\s{0,2}(?:[·*x×,，、(（\\/]\s{0,2})?(\d{2}(?:\.\d)?)(?:\s?[-~～]\s?\d{2})?\s?(?:薪|个月|月(?=\s*(?:$|[\n,，、。;；)）])))"
    r"|^[)）\]】]?\s{0,2}(?:/月)?\s{0,2}[*x×\\]\s{0,2}[(（]?((?:1[2-9]|2[0-4])(?:\.5)?)(?!\d)"
    r"|^ (1[2-9])(?=\s?(?:[,，、。;；\n]|$))"
    r"|^[)）]?\s?(?:/月|rmb)?\s?[·x×]?\s?(1[2-9](?:\.5)?)m(?=\s?(?:[,，、。;；)）+\n]|$))"
)
_MONTHS_LATER = re.compile(
    r"1[2-9](?:\s?(?:个月|薪)|(?:\.5)?m(?![a-z])"
    r"|(?:\s?[-~～]{1,2}\s?[0-9]{2}\s?薪)|(?<=[*x×][0-9]{2})|(?<=[*x×] [0-9]{2}))"
)
_MONTHS_BEFORE = re.compile(r"((?<!\d)1[2-9]|(?<!\d)2[0-4]|十[二三四五六七八])\s?薪[^\d\n]{0,8}(?:\n[^\d\n]{0,8})?$")
_MONTHS_NEXT = re.compile(r"\s?\n[^\w\n]{0,3}(?:一年|全年|每年)?\s?((?:1[2-9]|2[0-4]))\s?薪")
"""Months that the line behind a pay says (`一年 14 薪`)."""
_MONTHS_ANY = re.compile(r"((?<!\d)1[2-9]|(?<!\d)2[0-4]|十[二三四五六七八])(?:\s?[-~]\s?\d{2})?\s?薪")
_HAN_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"两": 2, "半": 5}
_CUE = Needles((
    "salar", "compensation", "|pay|", "|pays|", "paying", "paid", "wage", "remunerat", "earn", "rate|", "|base|",
    "package", "range", "comp|", "|tc|", "offer", "|doe|", "|ctc|", "gehalt", "salair", "rémunér",
    "lön", "lønn", "|løn",
    "wynagrodz", "vergüt", "lohn", "年収", "月给", "年俸", "연봉", "월급",
    "薪", "待遇", "工资", "报酬", "收入", "元/", "税前", "税后", "面议", "月入", "总包", "年包", "到手",
))  # fmt: skip
_DEPENDS = Needles(("depending on exp", "based on exp", "based on abil"))
_TETHER_AFTER = re.compile(r"[\s,，;；(（]{0,3}(?:均?以|用|按|折|发)\s?(?:usdt|u)\s?(?:结算|支付|发放|计)")
"""What behind a figure without a mark says in what it is paid: `7k-10k/月，以USDT结算`."""
_SURE_CUE = Needles((
    "salar", "薪资", "月薪", "年薪", "薪水", "薪酬", "compensation",
    *map("|base{}{}{}$".format, *zip(*product(("", " pay", " comp"), ("", " of", " is", ":"), ("", " ")), strict=True)),
))  # fmt: skip
_BEYOND = (" bonus", " sign", " referral", " stipend")
_AND = ("and", "&", "+", ",")
"""`Great salaries and $10,000 bonus`."""
_NO_PAY = Needles((
    "rais", "fund", "revenue", "series a", "series b", "series c", "series d", "seed", "valuation", "invest", "|worth",
    "budget", ("bonus", "", (" p",)), "referr", "stipend", ("market", "", (" rate", " salar", " comp")),
    "sales", "|arr|", "|mrr|", "gmv", "grant", "prize",
    "contract value", "billion", "million", "credit", "allowance", "reimburs", "expense", "per month in", "customers",
    "users", "discount", "|charge", "run rate", "run-rate", "we spend", "exceed",
    "signon", "sign-on", "sign on", "relocation", "equipment", "education", "learning",
    "processed", "transactions", "|price", "|fee|", "|fees|", "|rent", "subscription", "|loan|", "|loans|", "|ote|",
    "on-target", "on target", "|deal|", "|deals|", "|assets", "insurance", "omsätt", "omsett", "umsatz",
    "averag", "withdrawal", "hackathon", "|match|", "|matches|", "tuition", "cash to", "upfront", "nothing to",
    "chiffre d'aff", "finanzierung", "资金调达", "売上",
    "融资", "投资", "估值", "奖金池", ("补贴", "实习", ()), "补助", ("津贴", "实习", ()), "公积金", "加班费", "单价",
    "售价", "押金", "学费", "全勤", "贷款", "营业额", "安家费", "奖学金", "助学金", "过节费", "话费", "经费",
    "流水", "市值", "成立", ("用户", "", ("体验", "增长", "研究", "运营", "产品")),
    "最低标准", "最低工资",
    "红包", "费用", "营收", "注册资本", "内推奖", "推荐奖", "基金", "奖励", "餐", "保额", "房补", "股价",
))  # fmt: skip
_NO_PAY_BEFORE = re.compile(
    r"(?:(?<!you )(?<!you'll )makes? (?:at most|at best|only|around|about|less than)"
    r"|from (?:[$€£]?0|zero) to|making|sav(?:es?|ing)|starting from|go(?:es|ing)? for|s(?:old|ells?) for|奖金[:：]?"
    r"|average (?:salary|pay|compensation|wage)[^.\n\d]{0,26}(?:is|was|of|:)"
    r"|(?:companies|customers|people|clients|they)(?: \w+){0,2} (?:pay|spend))\s?$"
)
_NO_PAY_ENDS = "gesmrfydtno金:："
"""With what, a space apart, _NO_PAY_BEFORE ends."""
_ASIDE = re.compile(
    r"[\s+|;；,，(（)）&](?:(?<=\S)|(?<=\s)(?:\s*[+|;；,，(（)）&]|(?:plus|and|with|base|depending|doe|dependent|/)\b))"
)
"""Where what is said of a figure ends: `$120k + bonus` is pay, `$120k bonus` is none."""
_PIECE_ENDS = (",", "、", ";", "。", "|")
_CLAUSE_ENDS = ("|", ";", "；", "。", ". ")
"""What parts a figure's clause from what stands before."""
_COUNTS = re.compile(
    r"[a-z0-9](?!\d?\s?薪)|\s?(?:million|billion|亿|%|人(?!民币)|名|年(?![薪包收])|岁|个|家|条|次|台|people|employees|users|years|hours|days|weeks|m\b|mm\b"
    r"|b\b|bn\b|rows|requests|qps|stars?(?![a-z])|followers|sq|gpus|minutes|lines"
    r"|accounts|contacts|players|gamers|fans|students|publishers|downloads|visit(?:or)?s|members|subscribers|merchants|businesses"
    r"|(?:paid )+vacation|cash \(?(?:even|if) you|if you |to (?:take|get|spend|quit) |for a (?:hired|successful) "
    r"|(?:starting|sign-?on|signing) bonus|(?:外接)?显示|屏|分辨率|视频|monitor|display|粉丝|规模)"
    r"|\s?per (?:project|transaction|seat|user|tour|video|article|piece|head|ticket|referral|trade|minute|second)"
)
_PLUS = re.compile(r"\s?(?:奖|绩效|期权|分红|股|年终|补贴)")
"""What a `+` behind a pay adds to it instead of making it a floor (`20k+期权`)."""
_WEEKLY_LABEL = ("周薪", "周薪 ", "周薪:", "周薪：", "周薪: ", "周薪： ")
_WEEKLY = re.compile(r"[\s\d.,k元~–-]{0,12}(?:/|\bper|\ban?)\s?(?:week\b|wk\b|周)")
"""A period that no class of pay names: better nothing than a wrong month."""
_PENSIONS = frozenset({"401", "403", "457"})
"""Plans that are named like pay: `401k`."""
_ROLE_BEFORE = re.compile(
    r"(?:engineer|developer|designer|analyst|manager|scientist|architect|programmer|lead|executive)s?\s?[\[(:–—-]\s?$"
)
"""What stands before a figure that is a role's pay, whatever its field is called (`Marketing Analysts ($50k)`)."""
_SHARES_AFTER = re.compile(
    r"\s?\+?\s?(?:\+|plus\b|and\b|&|,|/|with\b|w/)\s?"
    r"(?:up to |possible |some |generous |equal |significant |meaningful |competitive )?"
    r"(?:\d[\d.]*\s?(?:[-–]\s?\d[\d.]*\s?)?% ?)?"
    r"(?:equity|stock|options|shares|rsus?\b)|\s?\+\s?\d[\d.]*(?:\s?[-–]\s?\d[\d.]*)?\s?%"
)
_SHARES_BEGIN = "+pa&,/w"
"""With what, a space apart, _SHARES_AFTER begins."""
_FACTOR_BEFORE = re.compile(r"\d\s?[*×]\s?$")
_HIRES_AFTER = re.compile(r"\s?(?:诚|急|求)?[招聘]")
"""How goes on a Chinese title that begins with the pay (`12k 求招后端`)."""
_ALONE_BEFORE = re.compile(
    r"(?:^|[|/,，(（\n•·:：;；*–—【\[-]|, ?[a-z]{2} |\b(?:on-?site|full[ -]?time|remote) )[\s~≈>=]*"
    r"(?:(?:c\.|ca\.?|circa|(?:up to )?(?:around|about)|approx\.?|approximately)\s?)?$"
)
_ALONE_AFTER = re.compile(
    r"\s*(?:$|[|,，)）;；\n&·】\]]|https?:"
    r"|\+ ?(?:equity|options|stock|bonus|benefits|super|commission|perks|vat|rsu|\d|[%(|,，]|$|\n)|\+/-)|\s?\("
    r"|\s(?:w/|and\b|plus\b|doe\b|benefits|full[ -]?time|on-?site|remote\b|for (?:the right|on-?site)|[–—-]\s)"
    r"|\s?/\s?\d[\d.]*(?:\s?[-–]\s?\d[\d.]*)?\s?%"
)
_PERIODS = (
    ("hour", re.compile(r"hour|(?<!ja)hr|/h|p[./]?h\b|时|\bh\b|stunde|heure|timme|\btime\b|godz")),
    ("day", re.compile(r"day|daily|天|日|p[./]?d\b")),
    ("month", re.compile(r"month|mo\b|mth|月|p\.?m|monat|mois|mån|mnd|mies|m[eê]s\b|mensuel")),
    ("year", re.compile(r"year|yr|/y|annu|年|p\.?a|jahr|\ban$|år\b|año|\bano\b")),
)
_PERIOD_WORDS = (
    (
        "year",
        re.compile(r"年薪|年包|annual|yearly|总包|年收入|jahresgeh|årsl|年収|年俸|연봉"),
        re.compile(r"\s?(?:annual|年薪|年包|总包|yearly|base sal)"),
    ),
    (
        "month",
        re.compile(r"月薪|monthly|税前月|每月|/月|monatsgeh|månadsl|månedsl|月给"),
        re.compile(r"\s?(?:monthly|月薪)"),
    ),
    ("day", re.compile(r"日薪|daily|day rate|每天"), re.compile(r"(?!)")),
    ("hour", re.compile(r"时薪|hourly|每小时"), re.compile(r"(?!)")),
)
_PERIOD_SIGNS = re.compile(r"[年总月日天时연]|annual|ly|day r|sgeh|sl[öø]")
"""What stands in every word for a period."""
_PERIOD_BEGINS = "ayb年总m月"
"""With what such a word behind a figure begins."""
_CEILING = re.compile(
    r"(?:(?:up to|upto|at most|as much as)(?: around| about)?|max(?:imum)?(?: of)?|最高|高达|可达|不超过|上限|to)\s?$"
)
_FLOOR = re.compile(
    r"(?:from|\bab|från|à partir de|\bod|at least"
    r"|starting(?: salary| pay)?(?: at| of| is|:)?|min(?:imum)?(?: salary| pay)?(?: of| is|:)?"
    r"|起薪|不低于|至少|(?:start(?:s|ing)?|begin(?:s|ning)?) (?:at|around|from)|over|north of|>)\s?$"
)
_FLOOR_AFTER = re.compile(
    r"\s(?:min(?:imum)?\b|or more\b|and (?:up|above)\b)|\s?起(?![伏源])|\s?[+＋加]\s?提成|\s\+\s*(?:$|[\n,，;；。])"
)
_STARTS_BEFORE = re.compile(r"(?:^|[|.,;:(\n–—-]\s?)(?:starts?|starting|at least|begins|beginning)(?: at)?\s$")
_SENTENCE_END = re.compile(r"[.!](?:\s|$)")
"""Where a pay begins and a sentence ends with it: `Starting at $110k.`"""
_CEILING_AFTER = re.compile(r"\s(?:max(?:imum)?|tops)\b")
_SHORT_PERIOD = re.compile(r"天|日|小时|月")
_HIRING_LINE = re.compile(r"招|诚聘|工程师|开发")
_DATE_AFTER = (".", "/", "-", "年")
_WAGE_BEFORE = re.compile(r"[日时月底]薪[\s:：]*$")
_HOURLY_BEFORE = re.compile(r"时薪[\s:：]*$")
_PAID_BEFORE = re.compile(r"(?:[薪工]资|薪[酬水])[\s:：]*$")
"""What stands before a figure without mark of money that is large enough to be a wage."""
_BARE_BEFORE = re.compile(
    r"(?:\b(?:salary|compensation|pay|comp|wages?|hourly|remuneration)(?: range| rate| band)?(?: is| of)?\s?[:=]?"
    r"|(?<![a-z] )\brates?\s?[:=])"
    r"\s?(?:from |between )?$"
)
"""Words for pay right before a figure that has no mark of money at all (`Rate: 65-70/hr`)."""
_RATE = re.compile(r"hour|(?<!ja)hr|/h|p[./]?h\b|stunde|heure|小时|day|天|日|p[./]?d\b")
_UNITS = {
    **dict.fromkeys(("k", "千"), 1e3), **dict.fromkeys(("w", "万", "만"), 1e4),
    **dict.fromkeys(("lpa", "lakh", "lakhs", "lac", "lacs", "l"), 1e5),
}  # fmt: skip
_MILLIONS_OF = re.compile(
    r"(?:(jpy|krw|[¥￥₩]) ?)?(?<![\d.,])(\d{1,3}(?:\.\d{1,2})?) ?(?:m|million|mil)?(?: ?(?:jpy|yen|krw|won))?"
    r"(?: ?(?:-|–|—|~|〜|to|and) ?(?:jpy|krw|[¥￥₩])? ?(\d{1,3}(?:\.\d{1,2})?))? ?(?:million|mil|m)(?![a-z])"
    r"(?: ?(jpy|yen|円|krw|won\b|₩))?(?: ?(?:/|per |a )? ?(?:year|yr|annum|annually))?"
)
"""Pay in millions of a small unit: `¥6M - ¥10M`, `7-12 million yen`."""
_MILLIONS_CODES = ("jpy", "yen", "krw")
_MILLIONS_SIGNS = ("¥", "￥", "₩")
_MILLIONS_PAID = {"JPY": (2.0, 60.0), "KRW": (20.0, 400.0)}
"""Currency -> least and most millions a year that are pay."""
_FUNDS = frozenset({"m", "mm", "million"})
_LAKHS = frozenset({"lpa", "lakh", "lakhs", "lac", "lacs", "l"})
_THOUSANDS = frozenset({"k", "w", "千", "万"})

LONGEST_HANZI = 16
"""Characters before the first `万` of a pay in Hanzi in which the word for pay and the number stand."""
_HAN_BEFORE = "一二两三四五六七八九十"
_HANZI_NUMBER = rf"[{_HAN_BEFORE}]{{0,2}}[{_HAN_BEFORE}]"
_HANZI = re.compile(
    r"(?P<cue>[年月底起]薪|薪[资水酬]|工资|年包|总包|月入|年入)(?:[^\d\n。;,万]{0,6}[^\d\n。;,万" + _HAN_BEFORE + r"])?"
    rf"(?P<n1>{_HANZI_NUMBER})万(?P<h1>[一二三四五六七八九半](?![万千十百年个]))?元?"
    rf"(?:\s?(?:到|至|[-~—])\s?(?P<n2>{_HANZI_NUMBER})万元?)?\s?(?P<more>起|\+|以上|以下|以?内|封顶)?"
)
_YEARLY = frozenset({"年薪", "年包", "总包", "年入"})
_NO_MORE = frozenset({"以下", "及以下", "以内", "内", "封顶"})
"""What behind a figure makes it a ceiling."""

_GROUPED = re.compile(r"[,.'’ ]\d{3}(?!\d)")
_SUPER = re.compile(r"\s?(?:\+|plus|and|&)\s?super(?:annuation)?\b")
"""What Australian employers pay beside a salary."""
_MARKED = re.compile(r"us|ca|au|dollar|美[元金刀]")
_DIGIT = re.compile(r"\d")
_GROUP_MARKS = re.compile(r"[,.'’ ]")
_THOUSANDS_TWICE = re.compile(r"\d{2,3},\d{3}")
"""A number that needs no `k` behind it: `$89,542k`."""
_MYRIADS = re.compile(r"\d{1,3},\d{4}")
_THREE_DECIMALS = re.compile(r"\d+\.\d{3}")
_LEVEL_BEFORE = re.compile(r"\b(?:senior|mid(?:[- ]?level)?|junior|graduate):?\s?$")
"""The level that is paid so (`Senior £40k, Mid-Level £30k`)."""
_HOURLY_OR_DAILY = re.compile(r"时薪|hourly|日薪|daily|day rate|/h|stunde")

PLAUSIBLE = {"year": (8e3, 3e6), "month": (500, 4e5), "day": (30, 2e4), "hour": (5, 2e3)}
"""Period -> least and most that is pay, in currencies whose unit is worth a loaf of bread or less."""
MOST_YUAN = 3e6
"""Above it `¥` in a text that is not Chinese means yen."""
SMALL_UNITS = frozenset({"JPY", "KRW", "INR", "HUF", "RUB", "CZK", "TWD"})
MONTHLY_BELOW = {
    "USDT": 15e4,
    "ILS": 8e4,
    "HKD": 15e4,
    "SGD": 2e4,
    "TWD": 15e4,
    "SEK": 15e4,
    "NOK": 15e4,
    "DKK": 15e4,
    "JPY": 5e5,
    "KRW": 5e5,
    "INR": 5e5,
    "PLN": 4e4,
    "CZK": 2.5e5,
    "HUF": 3e6,
    "RUB": 6e5,
    "UAH": 4e5,
    "THB": 3e5,
    "MYR": 3e4,
    "PHP": 4e5,
    "MXN": 1.5e5,
    "AED": 6e4,
    "BRL": 4e4,
    "ZAR": 1e5,
}
"""Currency -> amount below which a pay without a period is monthly."""
CNY_FROM = (("year", 150_000), ("month", 800), ("day", 80), ("hour", 0))
OTHERS_FROM = (("year", 14_000), ("month", 1_000), ("hour", 0))
_SALARY_BEFORE = re.compile(r"薪[水资酬](?:范围|待遇|区间)?\s?(?:[(（]k[)）]\s?)?:?\s?$")
MONTHLY_FROM, MONTHLY_IN_CHINESE = 500, 25_000
"""Dollars that a Chinese posting offers a month where it names no period."""
DOLLARS = {"CA": "CAD", "AU": "AUD", "NZ": "NZD", "SG": "SGD", "HK": "HKD"}
"""Country whose own dollar a bare `$` means where all places of work lie in it."""
OWN = {
    **DOLLARS, "GB": "GBP", "CH": "CHF",
    **dict.fromkeys(("AT", "BE", "DE", "ES", "FI", "FR", "GR", "IE", "IT", "LU", "NL", "PT"), "EUR"),
}  # fmt: skip
"""Country whose money a figure without any sign means (`50k to 65k`), where all places of work lie in it."""
_OF_MAINLAND = re.compile(r"rmb|cny|人民币|[¥￥]")
CROWNS = {"SE": "SEK", "NO": "NOK", "DK": "DKK"}
"""Country whose crowns `kr` means."""
PESOS = {"PH": "PHP", "AR": "ARS", "CL": "CLP", "CO": "COP"}
"""Country whose own money `pesos` means; Mexico's elsewhere."""
_PHP_BEFORE = re.compile(r"\bphp(?= ?[0-9]{1,3}(?:,[0-9]{3}|k))")
_PHP_AFTER = re.compile(r"(?:(?<=[0-9]k)|(?<=[0-9]k )|(?<=,[0-9]{3})|(?<=,[0-9]{3} ))php\b(?! (?:dev|eng|prog))")
_NAMED_DOLLARS = frozenset({*DOLLARS.values(), "USDT", "MXN"})
"""Money whose sign may be `$`, which its name tells apart."""
FIVE_DIGITS, FOUR_DIGITS, THREE_DIGITS, TWO_DIGITS = 5, 4, 3, 2
LEAST_WITHOUT_K, LEAST_LARGE, LEAST_BARE = 1e3, 1e4, 40
"""Below the one and from the other on, the first end of a range leaves its thousands to the second (`$55-65,000`).

A range of two or three digits from the last on may leave out those of both (`$110-150 + equity`).
"""


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

    def annual(self, rates: Mapping[str, float], currency: str) -> tuple[float | None, float | None]:
        """Return both ends a year: a month counts `months` or 12 times, a day 250, an hour 2,000 times.

        Args:
            rates: Currency -> CNY per unit.
            currency: In what; both ends are None where either currency has no rate.
        """
        rate, unit = rates.get(self.currency), rates.get(currency)
        if rate is None or unit is None:
            return None, None
        times = {"year": 1, "month": self.months or YEAR_MONTHS, "day": WORK_DAYS_YEAR, "hour": WORK_HOURS_YEAR}
        factor = times[self.period] * rate / unit
        return (
            None if self.low is None else round(self.low * factor, 2),
            None if self.high is None else round(self.high * factor, 2),
        )


class _Figure:
    """A matched figure with what stands around it: its groups as _RANGE and _SINGLE name them, None where one is empty.

    Args:
        match: Of one of the two patterns.
        low: The text in small letters.
        single: Whether it is of _SINGLE.
        chinese: Whether the posting is.
        in_field: Whether it stands in a field for pay.
    """

    c1: str | None
    c2: str | None
    c3: str | None
    n1: str | None
    n2: str | None
    u1: str | None
    u2: str | None
    per: str | None
    more: str | None
    currency: str | None

    def __init__(self, match: re.Match[str], low: str, *, single: bool, chinese: bool, in_field: bool) -> None:
        groups: tuple[str | None, ...] = match.groups()
        marks: tuple[str | None, ...]
        self.c3 = self.n2 = self.u2 = self.more = None
        if single:
            self.c1, self.n1, self.u1, self.c2, self.more, self.per, more, c5 = groups
            self.more = self.more or more or ("+" if "+k" in match[0] else None)
            marks = (self.c1, self.c2, c5)
        else:
            self.c1, self.n1, self.u1, self.c2, self.c3, self.n2, self.u2, c4, self.per, c5 = groups
            marks = (self.c1, self.c3, c4, self.c2, c5)
        self.n1, self.u1 = _with_thousands(self.n1, self.u1)
        self.n2, self.u2 = _with_thousands(self.n2, self.u2)
        self.single, self.unit, self.currency = single, self.u2 or self.u1, _currency_of(marks)
        self.start, self.end = match.span()
        last = self.start + len(match[0].rstrip())
        self.before, self.after = low[max(0, self.start - CONTEXT) : self.start], low[last : last + CONTEXT]
        self.chinese, self.in_field = chinese, in_field


def _with_thousands(number: str | None, unit: str | None) -> tuple[str | None, str | None]:
    """Return a number with the digit that stands behind its unit (`1w5`), and the unit alone; a thousand is a `k`."""
    if unit == "thousand":
        return number, "k"
    if unit is None or len(unit) == 1 or not unit[1].isdigit():
        return number, unit
    return f"{number}.{unit[1]}", unit[0]


def _currency_of(marks: tuple[str | None, ...]) -> str | None:
    """Return the currency of the first mark that is known; a bare `$` is the dollar that another mark names."""
    codes = [_CURRENCIES.get(mark.replace(" ", "")) for mark in marks if mark]
    if "$" in marks and (named := next((code for code in codes if code in _NAMED_DOLLARS), None)):
        return named
    return next(filter(None, codes), None)


def pay_of_field(text: str, *, chinese: bool) -> Pay | None:
    """Read a pay field of its own: whatever range stands there is pay."""
    low = text.lower()
    for pattern in (_RANGE, _SINGLE):
        for match in pattern.finditer(low):
            figure = _Figure(match, low, single=pattern is _SINGLE, chinese=chinese, in_field=True)
            if _is_weekly(figure.after):
                return None
            if found := _read(figure, low):
                return found
    return None


def pay_of_text(low: str, *, chinese: bool, start: int = 0) -> Pay | None:
    """Return the first pay that running text (lower case) states; None where no figure is clearly pay."""
    read = done = start
    for at in figures(low, start):
        if at < read or (candidate := _CANDIDATE.match(low, at)) is None:
            continue
        read = candidate.end()
        if at >= done:
            found, done = _read_at(low, at, chinese=chinese)
            if found:
                return _with_months(found, low, chinese=chinese)
    return _in_hanzi(low, start) if chinese else _in_millions(low, start)


def in_pesos(low: str) -> str:
    """Return a text from the Philippines in small letters, of the same length, with `₱` for `PHP` beside amounts.

    Everywhere else `PHP` beside a number is the programming language.
    """
    return _PHP_AFTER.sub("₱  ", _PHP_BEFORE.sub("  ₱", low)) if "php" in low else low


def _in_hanzi(low: str, start: int) -> Pay | None:
    """Return the first pay whose numbers are written in Hanzi, beside a word for pay: `月薪两万起`."""
    at = low.find("万", start)
    while at >= 0:
        if low[at - 1] in _HAN_BEFORE and (match := _HANZI.search(low, max(start, at - LONGEST_HANZI), at + CONTEXT)):
            return _of_hanzi(match)
        at = low.find("万", at + 1)
    return None


def _of_hanzi(match: re.Match[str]) -> Pay | None:
    year = match["cue"] in _YEARLY
    first = _han_number(match["n1"]) * 1e4 + (_HAN_DIGITS[match["h1"]] * 1e3 if match["h1"] else 0)
    last = _han_number(match["n2"]) * 1e4 if match["n2"] else None
    period = "year" if year or first >= CNY_FROM[0][1] else "month"
    if (last is not None and last < first) or not _plausible(last or first, "CNY", period):
        return None
    more = match["more"] or ""
    ends: tuple[float | None, float | None] = (first, first if last is None else last)
    if last is None and more in _NO_MORE:
        ends = (None, first)
    elif last is None and more:
        ends = (first, None)
    return Pay(*ends, "CNY", period, None, match.start(), match.end())


def _han_number(text: str) -> float:
    """Return a number up to 99 that is written in Hanzi."""
    tens, ten, ones = text.rpartition("十")
    return (_HAN_DIGITS[tens] if tens else 1.0 if ten else 0.0) * 10 + (_HAN_DIGITS[ones] if ones else 0.0)


def _in_millions(low: str, start: int) -> Pay | None:
    """Return the first pay in millions of yen or won: a range, or one figure beside a word for pay."""
    if not _names_yen_or_won(low):
        return None
    for match in _MILLIONS_OF.finditer(low, start):
        before = low[max(start, match.start() - CONTEXT) : match.start()]
        after = low[match.end() : match.end() + CONTEXT].partition("\n")[0]
        currency = _currency_of((match[1], match[4]))
        least, most = _MILLIONS_PAID.get("JPY" if currency == "CNY" else currency or "", (1.0, 0.0))
        first = float(match[2])
        last = float(match[3] or first)
        line = before[before.rfind("\n") + 1 :]
        paid = match[3] or _CUE.first(line) >= 0
        if paid and least <= first <= last <= most and not _is_other_money(line, after):
            code = "KRW" if currency == "KRW" else "JPY"
            return Pay(first * 1e6, last * 1e6, code, "year", None, match.start(), match.end())
    return None


def _names_yen_or_won(low: str) -> bool:
    for code in _MILLIONS_CODES:
        if code in low:
            return True
    if low.isascii():
        return False
    return any(sign in low for sign in _MILLIONS_SIGNS)


def _with_months(found: Pay, low: str, *, chinese: bool) -> Pay:
    """Return the pay with the months that a second statement of the same range adds, as a title's in the text."""
    if found.months or not chinese or found.period != "month" or not _MONTHS_LATER.search(low, found.end):
        return found
    for number in islice(_CANDIDATE.finditer(low, found.end), RESTATED):
        again, _ = _read_at(low, number.start(), chinese=chinese)
        if again and again.months and (again.low, again.high) == (found.low, found.high):
            return replace(found, months=again.months)
    return found


def in_local_money(stated: Pay, text: str, countries: list[str]) -> Pay:
    """Return the pay in the country's own money where a bare `$`, or no sign at all, stands for it."""
    around = text[max(0, stated.start - 4) : stated.end + 6]
    if stated.currency == "SEK":
        return replace(stated, currency=_crowns(around, countries))
    if stated.currency == "CNY" and countries == ["TW"] and not _OF_MAINLAND.search(around):
        return replace(stated, currency="TWD")
    if stated.currency == "MXN" and len(countries) == 1 and "peso" in around:
        return replace(stated, currency=PESOS.get(countries[0], "MXN"))
    if stated.currency == "USD" and _SUPER.match(text, stated.end):
        return replace(stated, currency="AUD")
    if stated.currency != "USD" or len(countries) != 1 or _MARKED.search(around):
        return stated
    own = DOLLARS if "$" in around else OWN
    return replace(stated, currency=own.get(countries[0], stated.currency))


def _crowns(around: str, countries: list[str]) -> str:
    """Return whose crowns `kr` means: those of the country of all places of work, or of the words beside it."""
    if "sek" in around or len(countries) > 1:
        return "SEK"
    if countries:
        return CROWNS.get(countries[0], "SEK")
    return "NOK" if "måned" in around or "mnd" in around else "SEK"


def _read_at(low: str, start: int, *, chinese: bool) -> tuple[Pay | None, int]:
    """Return the pay that begins with the number at `start`, and where to read on."""
    sign = _SIGN_BEFORE.search(low, max(0, start - 5), start) if _may_be_marked(low, start) else None
    begin = sign.start() if sign else start
    begin += low[begin : begin + 1] == " "
    for pattern in (_RANGE, _SINGLE):
        if pattern is _RANGE and not _TO_SIGN.search(low, begin, begin + LONGEST_FIGURE):
            continue
        match = pattern.match(low, begin, begin + LONGEST_FIGURE)
        if not match:
            continue
        figure = _Figure(match, low, single=pattern is _SINGLE, chinese=chinese, in_field=False)
        if _in_two_currencies(figure):
            continue
        if _leaves_out_thousands(figure):
            figure.unit = "k"
        found = _read(figure, low) if _is_pay(figure, low) else None
        if found or (pattern is _RANGE and figure.c1):
            return found, match.end()
    return None, start


def _may_be_marked(low: str, start: int) -> bool:
    """Whether something stands before a figure with which _SIGN_BEFORE can end."""
    at = start - 1
    if at >= 0 and low[at] == "\n":
        at -= 1
    if at >= 0 and low[at] == " ":
        at -= 1
    return at >= 0 and ("a" <= low[at] <= "z" or low[at] == "." or low[at] in _SIGNS or low[at] in _NAMED_ENDS)


def _in_two_currencies(figure: _Figure) -> bool:
    """Whether two pays stand side by side (`$100k/€90k`), which are no range; a bare `$` is the dollar named before."""
    if figure.c3 == "$" and figure.c1 and _CURRENCIES.get(figure.c1.replace(" ", "")) in _NAMED_DOLLARS:
        return False
    return _differ(figure.c1, figure.c3)


def _leaves_out_thousands(figure: _Figure) -> bool:
    """Whether a range speaks of thousands without saying so (`$110-$150 + Equity`)."""
    first, last = figure.n1 or "", figure.n2 or ""
    if figure.single or figure.unit or figure.per or not (figure.c1 and first.isdecimal() and last.isdecimal()):
        return False
    return LEAST_BARE <= int(first) < int(last) < LEAST_WITHOUT_K and _is_said_of_pay(figure.after.partition("\n")[0])


def _differ(mark: str | None, other: str | None) -> bool:
    return bool(mark and other) and _CURRENCIES.get(mark or "") != _CURRENCIES.get(other or "")


def _read(figure: _Figure, low: str) -> Pay | None:
    if figure.u1 in _FUNDS or figure.u2 in _FUNDS or (figure.unit == "l" and figure.currency != "INR"):
        return None
    first, second = _amounts(figure)
    currency = _currency(figure)
    if currency is None or (second is not None and second < first) or _is_weekly(figure.after):
        return None
    if first == 0 and not (figure.c1 or figure.in_field):
        return None
    value = first if second is None else second
    if currency == "CNY" and not figure.chinese and value > MOST_YUAN:
        currency = "JPY"
    period = _period(figure, value, currency)
    if not _plausible(value, currency, period) or figure.before.endswith(_WEEKLY_LABEL):
        return None
    ends = (first, second) if second is not None else _ends(first, figure)
    months = _months(low, figure)
    return Pay(*ends, currency, period, months, figure.start, figure.end)


def _is_weekly(after: str) -> bool:
    return ("week" in after or "周" in after or "wk" in after) and _WEEKLY.match(after) is not None


def _amounts(figure: _Figure) -> tuple[float, float | None]:
    """Return both ends in plain units; `20-40k` and bare `4-6` in a Chinese field scale the first end too."""
    unit1, unit = figure.u1, figure.unit
    if unit == "k" and figure.currency not in SMALL_UNITS and _THOUSANDS_TWICE.fullmatch(figure.n2 or figure.n1 or ""):
        unit1 = unit = None
    first = _number(figure.n1 or "", unit)
    scale = _UNITS.get(unit or "", 1.0)
    if figure.single:
        return first * _UNITS.get(unit1 or "", 1.0), None
    second = _number(figure.n2 or "", unit) * scale
    first_scale = _UNITS.get(unit1 or unit or "", 1.0)
    if unit1 is None and first * first_scale > second:
        first_scale = 1.0
    if unit is None and 0 < first < LEAST_WITHOUT_K and first * _UNITS["k"] <= second >= LEAST_LARGE:
        first_scale = _UNITS["k"]
    bare = figure.chinese and unit is None and not figure.per and (figure.in_field or _is_bare_salary(figure))
    if bare and second <= BARE_THOUSANDS:
        return first * _UNITS["k"], second * _UNITS["k"]
    return first * first_scale, second


def _is_bare_salary(figure: _Figure) -> bool:
    """Whether a Chinese text leaves out the thousands right behind the word for salary (`薪水 30-50 RMB`)."""
    return figure.currency in {None, "CNY"} and bool(_SALARY_BEFORE.search(figure.before[-12:]))


def _number(text: str, unit: str | None) -> float:
    if text.isdecimal():
        return float(text)
    if _MYRIADS.fullmatch(text):
        return float(text.replace(",", ""))
    grouped = _GROUPED.search(text) and not (unit and _THREE_DECIMALS.fullmatch(text))
    if not grouped:
        return float(text.replace(",", "."))
    whole = text[:-3] if text[-3] in ".," else text
    return float(_GROUP_MARKS.sub("", whole))


def _currency(figure: _Figure) -> str | None:
    if figure.currency:
        return figure.currency
    if figure.unit in _LAKHS:
        return "INR"
    if figure.chinese and "u" in figure.after and _TETHER_AFTER.match(figure.after):
        return "USDT"
    if figure.chinese or figure.unit in {"千", "万", "w"}:
        return "CNY"
    return "USD" if figure.unit == "k" or figure.in_field or _is_bare_money(figure) else None


def _ends(value: float, figure: _Figure) -> tuple[float | None, float | None]:
    more = (figure.more or "").strip()
    if more in _NO_MORE or _CEILING.search(figure.before) or _CEILING_AFTER.match(figure.after):
        return None, value
    if more == "+" and _PLUS.match(figure.after):
        return value, value
    if more in {"+", "以上", "或以上", "起"} or _FLOOR.search(figure.before) or _FLOOR_AFTER.match(figure.after):
        return value, None
    return value, value


def _period(figure: _Figure, value: float, currency: str) -> str:
    per = figure.per
    if per:
        for name, pattern in _PERIODS:
            if pattern.search(per):
                return name
    if named := _named_period(figure.before[-14:], figure.after):
        return named
    if figure.chinese and currency == "USD" and MONTHLY_FROM <= value <= MONTHLY_IN_CHINESE:
        return "month"
    if currency in MONTHLY_BELOW:
        return "month" if value < MONTHLY_BELOW[currency] else "year"
    bounds = CNY_FROM if currency == "CNY" else OTHERS_FROM
    return next(name for name, least in bounds if value >= least)


def _named_period(before: str, after: str) -> str:
    """Return the period that a word before or behind a figure names; empty where none does."""
    begun = after[1:2] if after[:1].isspace() else after[:1]
    if (begun and begun in _PERIOD_BEGINS) or _PERIOD_SIGNS.search(before):
        for name, left, right in _PERIOD_WORDS:
            if left.search(before) or right.match(after):
                return name
    return ""


def _plausible(value: float, currency: str, period: str) -> bool:
    least, most = PLAUSIBLE[period]
    return value > 0 if currency in SMALL_UNITS else least <= value <= most


def _is_pay(figure: _Figure, low: str) -> bool:
    """Whether a figure of running text is pay rather than a count, a fund or a budget."""
    if _is_other(figure, low[max(0, figure.start - 1) : figure.start]):
        return False
    line_before = figure.before[figure.before.rfind("\n") + 1 :]
    line_after = figure.after.partition("\n")[0]
    told = "" if _ROLE_BEFORE.search(line_before) else line_before
    if _is_other_money(told, line_after) and not _is_surely_paid(line_before, line_after):
        return False
    cue = _CUE.first(figure.before[-36:]) >= 0 or _CUE.first(line_after[:24]) >= 0 or _is_qualified(figure, line_after)
    cue = cue or _DEPENDS.first(line_before) >= 0
    return _single_is_pay(figure, cue=cue) if figure.single else _range_is_pay(figure, low, cue=cue)


def _is_surely_paid(before: str, after: str) -> bool:
    """Whether `base` stands behind a figure, or a word for salary near before it with no other money between them."""
    if after.startswith(" base"):
        return True
    if after.startswith(_BEYOND) and before.rstrip().endswith(_AND):
        return False
    near = before[-20:]
    if _SURE_CUE.first(near) < 0:
        return False
    piece = near[max(map(near.rfind, _PIECE_ENDS)) + 1 :]
    return _SURE_CUE.first(piece) >= 0 or not _is_other_money(piece, after)


def _is_qualified(figure: _Figure, after: str) -> bool:
    """Whether what stands behind a figure that is large enough says that it is pay.

    It depends on experience, or a share of the firm is offered beside it (`£45k plus equity`, `60-80k + 1-4%`).
    """
    return bool(figure.unit or _large(figure.n2 or figure.n1)) and _is_said_of_pay(after)


def _is_said_of_pay(after: str) -> bool:
    if _DEPENDS.first(after[:24]) >= 0:
        return True
    begun = after.lstrip()[:1]
    return begun != "" and begun in _SHARES_BEGIN and _SHARES_AFTER.match(after) is not None


def _is_other(figure: _Figure, left: str) -> bool:
    """Whether a figure is part of a word or a product, a count of something or the name of a pension plan."""
    glued = (left.isascii() and left.isalnum() and not figure.before.endswith("base")) or (
        figure.before.rstrip()[-1:] in {"*", "×"} and _FACTOR_BEFORE.search(figure.before) is not None
    )
    if glued or (figure.n1 in _PENSIONS and not figure.currency):
        return True
    counts = _COUNTS.match(figure.after) and not _differ(figure.c1, figure.c2)
    return bool(counts) and not figure.per


def _is_other_money(before: str, after: str) -> bool:
    whole = before[_clause_start(before) :]
    if _NO_PAY.first(whole[-30:]) >= 0 or _is_spent(whole):
        return True
    aside = _ASIDE.search(after)
    return _NO_PAY.first(after[: min(24, aside.start() if aside else 24)]) >= 0


def _clause_start(before: str) -> int:
    """Return where the clause begins that a line's last words belong to."""
    start = 0
    for sign in _CLAUSE_ENDS:
        at = before.rfind(sign)
        if at >= 0:
            start = max(start, at + len(sign))
    return start


def _is_spent(before: str) -> bool:
    """Whether the words right before a figure tell of money that is no pay."""
    last = before.rstrip()[-1:]
    return last != "" and last in _NO_PAY_ENDS and _NO_PAY_BEFORE.search(before) is not None


def _stands_alone(figure: _Figure) -> bool:
    """Whether bars, commas, brackets or line ends enclose a figure, as in a head line: `| $120k |`."""
    closed = _ALONE_AFTER.match(figure.after) or _differ(figure.c1, figure.c2)
    return bool(closed and _ALONE_BEFORE.search(figure.before))


def _range_is_pay(figure: _Figure, low: str, *, cue: bool) -> bool:
    currency, unit, per = figure.currency, figure.unit, figure.per
    if _is_bare_money(figure):
        return True
    large = _large(figure.n1)
    if figure.chinese and not unit and (_is_wage(figure, cue=cue) or _is_bare_range(figure)):
        return True
    if currency and (unit == "k" or per or cue or ((large or _shares_thousands(figure)) and _large(figure.n2))):
        return True
    if (currency == "CNY" and unit in _THOUSANDS) or unit in _LAKHS:
        return True
    if unit in _THOUSANDS and (figure.chinese or cue or per):
        months = _MONTHS.match(low[figure.end : figure.end + 12])
        return unit != "万" or cue or bool(per) or bool(months) or _stands_alone(figure)
    return (figure.chinese and cue and large) or (unit == "k" and (_stands_alone(figure) or _is_sentence(figure)))


def _shares_thousands(figure: _Figure) -> bool:
    """Whether the first end of a range leaves its thousands to the second (`$60-70,000`, `60-70.000 €`)."""
    first, last = figure.n1 or "", figure.n2 or ""
    return len(first) in {TWO_DIGITS, THREE_DIGITS} and first.isdecimal() and len(last) > FIVE_DIGITS


def _is_sentence(figure: _Figure) -> bool:
    """Whether a figure is all that stands between two full stops: `8 hours a day. 80-100K. We use Go.`."""
    return figure.after[:2] in {".", ". ", ".\n"} and figure.before.endswith((". ", "! "))


def _is_bare_money(figure: _Figure) -> bool:
    """Whether a figure without any mark of money is pay by the words before it: by the hour, or two large ends."""
    if figure.chinese or figure.currency or figure.unit:
        return False
    hourly = figure.per and (_RATE.search(figure.per) is not None) and "d" not in figure.per
    ends = [len(_GROUP_MARKS.sub("", number or "")) for number in (figure.n1, figure.n2)]
    yearly = not figure.single and min(ends) >= FIVE_DIGITS
    return bool(hourly or yearly) and _BARE_BEFORE.search(figure.before) is not None


def _is_bare_range(figure: _Figure) -> bool:
    """Whether a range right behind the word for salary leaves out its thousands (`薪酬 40-60*16薪`)."""
    if figure.per or not _is_bare_salary(figure) or figure.after.lstrip()[:1] in {"薪", "月", "/"}:
        return False
    return all(len(number or "") < THREE_DIGITS for number in (figure.n1, figure.n2))


def _single_is_pay(figure: _Figure, *, cue: bool) -> bool:
    currency, unit, per, number = figure.currency, figure.unit, figure.per, figure.n1 or ""
    if not (currency or (figure.chinese and unit in {"k", "w", "万"}) or (unit == "k" and cue)):
        wage = figure.chinese and (cue or "实习" in figure.before[-8:]) and _is_wage(figure, cue=cue)
        return wage or _is_bare_money(figure)
    if per and currency:
        return _large(number) or bool(unit) or bool(_RATE.search(per)) or cue
    if currency and (_HOURLY_OR_DAILY.search(figure.before) or (unit == "k" and _LEVEL_BEFORE.search(figure.before))):
        return True
    if cue and (unit or _large(number)):
        return True
    if figure.chinese and _is_pay_of_line(figure):
        return True
    end = currency and unit == "k" and (_CEILING.search(figure.before) or _FLOOR_AFTER.match(figure.after))
    monthly = figure.chinese and unit in {"w", "万"} and bool(per)
    enough = unit == "k" or monthly or (currency and len(_GROUP_MARKS.sub("", number)) >= FIVE_DIGITS)
    starts = currency and (unit == "k" or _large(number)) and _starts(figure)
    return bool(end or starts) or bool((currency or figure.more) and enough and _stands_alone(figure))


def _starts(figure: _Figure) -> bool:
    """Whether a figure ends a sentence or a piece of a head line that begins with where pay starts."""
    if not _STARTS_BEFORE.search(figure.before):
        return False
    return (_SENTENCE_END.match(figure.after) or _ALONE_AFTER.match(figure.after)) is not None


def _is_pay_of_line(figure: _Figure) -> bool:
    """Whether a Chinese figure is pay by where it stands: at the end of a line of hiring, or before its word."""
    if figure.unit == "k":
        floor = (figure.more or "").strip() in {"+", "以上", "起"}
        return (floor and _ends_hiring_line(figure)) or _HIRES_AFTER.match(figure.after) is not None
    tether = figure.currency == "USDT" and _large(figure.n1)
    return tether and (_stands_alone(figure) or _CEILING.search(figure.before) is not None)


def _ends_hiring_line(figure: _Figure) -> bool:
    """Whether a figure ends a line that names a job, as a title's last words: `招聘后端工程师 25K+`."""
    line = figure.before[figure.before.rfind("\n") + 1 :]
    return figure.after[:1] in {"", "\n"} and bool(_HIRING_LINE.search(line))


def _is_wage(figure: _Figure, *, cue: bool) -> bool:
    """Whether a Chinese figure without mark of money is a wage by its period or by `日薪` or `月薪` before it."""
    number, per = figure.n1 or "", figure.per or ""
    if _WAGE_BEFORE.search(figure.before):
        return len(number) >= (TWO_DIGITS if _HOURLY_BEFORE.search(figure.before) else THREE_DIGITS)
    if figure.single and not per and _PAID_BEFORE.search(figure.before):
        return _large(number) and not figure.after.startswith(_DATE_AFTER)
    if "月" in per:
        return _large(number)
    said = cue or "实习" in figure.before[-8:] or (not figure.single and _stands_alone(figure))
    return said and bool(_SHORT_PERIOD.search(per)) and len(number) >= THREE_DIGITS


def _large(number: str | None) -> bool:
    return len(_GROUP_MARKS.sub("", number or "")) >= FOUR_DIGITS


def _months(low: str, figure: _Figure) -> float | None:
    start, end = figure.start, figure.end
    behind = low[end : end + 14]
    near = _MONTHS.match(behind) if _DIGIT.search(behind) else None
    window = low if figure.in_field else low[start : end + 24].partition("\n")[0]
    found = near
    if not near and "薪" in window:
        found = _MONTHS_ANY.search(window)
    if not found and "薪" in behind:
        found = _MONTHS_NEXT.match(behind)
    if not found and "薪" in figure.before:
        found = _MONTHS_BEFORE.search(figure.before)
    return _count(next(filter(None, found.groups()))) if found else None


def _count(number: str) -> float:
    """Return a count of months, in digits or in Hanzi (`十三`)."""
    return _han_number(number) if number[0] == "十" else float(number)
