"""How personal data is written: mails, phones, messenger ids and persons, and what gives each away.

Belongs here: patterns and their marks. Where they are looked for and what becomes of the text is personal.py's affair.
"""

from __future__ import annotations

import html
import re
from base64 import b64decode
from collections.abc import Callable
from dataclasses import dataclass

_AT = r"(?:@|＠|ⓐ|&(?:amp;)?(?:#64|#x40|commat);|%40)"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
_NO_TLD = r"(?!(?:png|jpe?g|gif|svg|webp|js|css|ico)\b)"
_TLD = (
    r"(?:com|cn|net|org|io|ai|co|me|dev|tech|app|xyz|hk|tw|jp|sg|us|uk|de|fr|eu|ca|in|nl|ch|se|im|fm|is|so|to|gg|edu|info|"
    r"biz|cc|ltd|inc|vip|pro|ly|tv|it|es|au|nz|dk|no|fi|at|be|pl|ie|br|ru|team|cloud|network|finance|health|email|work|us)"
)
_PROVIDER = r"(?:gmail|googlemail|hotmail|outlook|yahoo|qq|163|126|foxmail|icloud|protonmail|proton)"
_BRACKET_AT = r"\s{0,2}(?:[\[({<【（|]{1,2}|&lt;)\s?(?:(?i:a\s?t)|@|艾特|圈(?i:a))\s?(?:[\])}>】）|]{1,2}|&gt;)\s{0,2}"
_BRACKET_DOT = r"\s{0,2}(?:[\[({<【（]|&lt;)\s?(?:(?i:dot)|点|\.)\s?(?:[\])}>】）]|&gt;)\.?\s{0,2}"
_DOTS = rf"(?:{_BRACKET_DOT}|\s(?i:dot|d0t)\s|\s?\.\s?(?=[a-z]))"

_TO_AT = r"(?=[A-Za-z0-9._+'-]*+\s?[@＠ⓐ&%])"
"""What every local part runs into: told without trying _AT behind each of its letters, as most words have none."""
_NOT_WORK = r"(?<!eer)(?<!per)(?<!ner)(?<!ger)(?<!ead)(?<!ing)(?<!obs)(?<!ist)(?<!ect)(?<!eam)(?<!ite)"
"""Spaces around the sign are an employer's after `Engineer @ Acme.com`, a mail's after `ann @ acme.com`."""
_MAIL = re.compile(
    rf"(?<![A-Za-z0-9])(?!git@)(?:mailto:)?{_TO_AT}[A-Za-z0-9][A-Za-z0-9._%+&'-]{{0,63}}(?:{_AT}|{_NOT_WORK}\s?{_AT}\s?){_LABEL}(?:\.{_LABEL}){{0,4}}\.{_NO_TLD}[A-Za-z]{{2,18}}"
)
_SPELT_BRACKETS = r"(?:[A-Za-z0-9][\w+-]{0,30}\s?[(\[{<]\s?(?i:dot)\s?[\])}>]\s){0,3}"
_MAIL_BRACKETS = re.compile(
    rf"{_SPELT_BRACKETS}[A-Za-z0-9](?:[\w.+-]|[(\[<{{]dot[)\]>}}]){{0,63}}{_BRACKET_AT}{_LABEL}(?:{_DOTS}{_LABEL}){{0,4}}(?:\.{_TLD}\b)?",
    re.ASCII,
)
_SPELT = r"(?:[A-Za-z0-9][\w+-]{0,30}\s(?i:dot|underscore|dash)\s){0,3}"
_MAIL_WORDS = re.compile(
    rf"(?<![\w/.-])(?<!&#x2F;)(?!(?i:us|me)\s){_SPELT}[A-Za-z0-9][\w.+-]{{0,63}}(?:\s+(?i:at|@)\s+|\s?[-_/]{{1,2}}(?i:at)[-_/]{{1,2}}\s?){_LABEL}"
    rf"(?:(?:\s+(?i:dot|d0t|\.)\s+|\s?[-_/]{{1,2}}(?i:dot)[-_/]{{1,2}}\s?|{_BRACKET_DOT})[A-Za-z0-9-]{{2,}}){{1,4}}",
    re.ASCII,
)
_MAIL_CIRCLED = re.compile(
    rf"[A-Za-z0-9][\w.+-]{{0,63}}\s?\((?i:a)\)\s?{_LABEL}(?:{_DOTS}{_LABEL}){{0,3}}(?:\.|{_BRACKET_DOT}){_TLD}\b",
    re.ASCII,
)
_MAIL_SLASHED = re.compile(
    rf"(?<![\w./-])[A-Za-z0-9][\w.+-]{{0,40}}\s?(?:([/*|_\"])(?i:at)\1|&quot;at&quot;|<i>at</i>)\s?{_LABEL}(?:\.{_LABEL}){{0,3}}\.{_TLD}\b",
    re.ASCII,
)
_MAIL_DOT_ONLY = re.compile(
    rf"(?=[\w.+-]*+\s?[@＠ⓐ&%])[A-Za-z0-9][\w.+-]{{0,63}}\s?{_AT}\s?{_LABEL}(?:(?:{_BRACKET_DOT}|\s+(?i:dot)\s+)[A-Za-z0-9-]{{2,}}){{1,4}}",
    re.ASCII,
)
_NO_LOCAL = (
    r"(?i:us|me|up|out|online|apply|look|here|more|work|working|jobs? (?:page|board)|page|site|website|available|"
    r"him|her|them|team|found|openings?|positions?|directly|person|today|now|it|you|or|and|hiring|blog|information|angellist|"
    r"engineers?|developers?|designers?|managers?|interns?|located|based|videos?|events?|talks?|posts?|products?|demo)"
)
_MAIL_ALONE = re.compile(
    rf"(?P<lead>^|\n|<p>|<br>|&lt;|[<(:]\s?|[-–—]\s)(?!{_NO_LOCAL}\b){_SPELT}[a-z][\w.+-]{{0,40}}\s(?i:at)\s"
    rf"{_LABEL}(?:\.{_LABEL})*\.{_TLD}(?=\.?\s*(?:$|\n|<|&gt;|[>)|,]))",
    re.ASCII,
)
_MAIL_HALF = re.compile(
    r"(?P<lead>\b(?i:e-?mail|mail|contact|ping|reach|directly|me|us)\b[^\n<@]{0,25}?[\s(])"
    r"[a-z][a-z0-9._+-]{1,30}\s?@(?=\s?\)|[\s.,;)<!]|$)|(?P<role>)\b(?:jobs|careers|hiring|hello|hr|info|talent|recruiting|join)@(?=[\s.,;)<!]|$)",
    re.ASCII,
)
_MAIL_CODED = re.compile(
    r"(?<![\w&#;])(?:[\w.+-]|&#x?[0-9A-Fa-f]{2,4};){1,60}&#(?:64|[xX]40);(?:[\w.-]|&#x?[0-9A-Fa-f]{2,4};){4,60}",
    re.ASCII,
)
_BASE64 = re.compile(r"(?<![\w/+=%.-])[A-Za-z0-9+/]{11,88}={0,2}(?![\w/+=])", re.ASCII)
_HASHED = re.compile(r"(?P<label>md5\s?[)）]?\s?[:：]\s?)(?P<id>[0-9a-f]{32})", re.IGNORECASE)
_MAIL_PROSE = re.compile(
    r"(?P<lead>\b(?i:e-?mails?|mail|contact|reach|write|send|ping|drop|resumes?|cv|inquiries|questions|apply|address|邮箱|简历)\b"
    r"[^\n<]{0,60}?)"
    rf"\b(?!{_NO_LOCAL}\b)"
    rf"{_SPELT}[A-Za-z][\w.+-]{{0,40}}\s+(?i:at)\s+{_LABEL}(?:\.{_LABEL})*\.{_TLD}\b(?![/\w.-]*/)",
    re.ASCII,
)
_MAIL_PROVIDER = re.compile(
    rf"[A-Za-z0-9][\w.+-]{{1,63}}\s?(?:\s(?i:at)\s|{_AT}|#)\s?{_PROVIDER}\b(?:(?:\.|\s(?i:dot)\s)(?i:com|me|cn)\b)?",
    re.ASCII,
)
_MAIL_HASH = re.compile(
    rf"(?<![/\w.&#-])[A-Za-z0-9][\w.+-]{{1,40}}\s?#\s?{_LABEL}(?:\.{_LABEL})*\.{_TLD}\b(?!\.)", re.ASCII
)

_PHONE_CN = re.compile(
    r"(?<![A-Za-z0-9=_.%&#+-])(?<![A-Za-z0-9]/)(?:[+＋]?(?:00)?86[-\s]?)?1[3-9]\d(?P<gap>[-\s]?)\d{4}(?P=gap)\d{4}(?![\dA-Za-z_])"
)
_PHONE_WIDE = re.compile(r"(?<![０-９])１[３-９][０-９]{9}(?![０-９])")
_PHONE_PLUS = re.compile(r"(?<![\w+=/])(?:\+|＋|&#43;)(?=[1-9])(?:[\s().-]{0,2}\d){8,15}(?!\d)", re.ASCII)
_PHONE_US = re.compile(
    r"(?<![\w$€£.,/=+-])(?:\+?1[-. ])?(?:\([2-9]\d{2}\)[-. ]?|[2-9]\d{2}(?P<gap>[-.]))"
    r"[2-9]\d{2}[-. ](?:\d{4}|[A-Z]{4,5})(?![\w-])",
    re.ASCII,
)
_PHONE_LAND = re.compile(
    r"(?<![\w.-])(?:\(0\d{2,3}\)|（0\d{2,3}）|0\d{2,3}[-\s])\s?(?:\d{7,9}|\d{3,4}[\s-]\d{4})(?:-\d{1,5})?(?!\d)",
    re.ASCII,
)
_PHONE_LABEL = re.compile(
    r"(?P<label>(?:电话|手机号?码?|联系方式|(?i:\btel|phone|mobile|cell|whatsapp))\s?(?:号码?)?\s?[:：.]\s?)"
    r"(?P<number>[+＋(]?\d[\d\s().-]{5,16}\d)(?![\dkK万元薪])"
)
_MAIL_BARE = re.compile(
    r"(?<![\w@/.%+-])[a-z][a-z0-9._+-]{2,40}@(?!(?:latest|next|alpha|beta|canary|lts|stable|rc)\b)[a-z][a-z0-9-]{2,30}(?![\w.@/%-])",
    re.ASCII,
)
_PHONE_CALL = re.compile(
    r"(?P<label>\b(?i:call|text|phone|cell|tel|us|me|or)\b[^\d\n]{0,12}|\()(?P<number>\d{3} \d{3} \d{4})(?!\d)",
    re.ASCII,
)
_PAY = re.compile(r"\d{3,6}\s*-+\s*\d{3,6}")
_PHONE_DIGITS = range(7, 16)

_TECH = (
    r"(?!(?i:android|python\d?|golang|backend|frontend|front|server|client|javascript|typescript|kubernetes|flutter|official|"
    r"account|https?|senior|engineers?|developers?|miniprogram|program|mobile|react|spring\w*|redis|mysql|pay|work|webview|"
    r"group|above|below|email|phone|telegram|wechat|weixin|please|product|software|designer|manager|data|lead|staff|"
    r"integration|payments?|channel|community|messenger|company|remote|contact)(?![A-Za-z0-9_-]))"
)
_WECHAT_ID = (
    rf"{_TECH}(?:[A-Za-z][A-Za-z0-9_-]{{4,24}}|1[3-9]\d{{9}}|[1-9]\d{{5,11}}(?!\s?[-~—至kK万元]))(?![A-Za-z0-9_-])"
)
_WECHAT_WORD = r"(?:微信|威信|薇信|徽信|微❤|卫星|绿泡泡|绿信|[vV]信|(?i:we[\s-]?chat|weixin|(?<![A-Za-z0-9])(?:wx|vx)))"
_WECHAT = re.compile(
    rf"(?P<label>{_WECHAT_WORD}\s?(?:号|号码|(?i:\bids?)|账号|帐号|联系|同号|&\w+;)?\s?(?:[（(][^()（）\n]{{0,12}}[)）])?\s?"
    rf"(?:[:：=→]|是|为|[-—]{{1,3}}>?|\*\*[:：]?|[:：]\*\*)\s{{0,2}}[`*\"'“「【@]{{0,2}})(?P<id>{_WECHAT_ID})"
)
_WECHAT_BARE = re.compile(
    rf"(?P<label>(?:{_WECHAT_WORD}\s?(?:号|联系|(?i:\bid))?\s?[（(【「\[]?[`*]{{0,2}}|(?:加|\+)\s?(?:我|本人)?\s?[vV][xX]?[:：]?)\s?)"
    r"(?P<id>(?=[A-Za-z0-9_-]*(?:\d[A-Za-z_-]*\d|_))(?!(?i:html5|es20\d\d|python|web3)(?![A-Za-z0-9]))[A-Za-z0-9][A-Za-z0-9_-]{5,24})"
    r"(?![A-Za-z0-9_-]|\s?[-~—至kK万元])"
)
_WECHAT_ADD = re.compile(
    rf"(?P<label>(?:(?:加|\+)\s?(?:我|本人)?\s?(?:微信|[vV][xX]?)|(?<![A-Za-z0-9])[vV][xX]?)\s?[:：]\s?)(?P<id>{_WECHAT_ID})"
)
_WECHAT_CUES = (
    "微信",
    "wechat",
    "we chat",
    "we-chat",
    "weixin",
    "wx",
    "vx",
    "威信",
    "薇信",
    "徽信",
    "微❤",
    "v信",
    "卫星",
    "绿泡泡",
    "绿信",
)
_QQ = re.compile(
    r"(?P<label>(?<![A-Za-z])(?:[qQ]{2}|扣扣|企鹅号)\s?(?:群|号|群号|号码|/微信|联系)?\s?[:：=]?\s?)(?P<id>[1-9]\d{4,11})(?![\dA-Za-z]|\s?[-~—至万元%])"
)
_TELEGRAM = re.compile(
    rf"(?P<label>(?:(?<![A-Za-z])(?i:telegra[mp]h?|tg\d?|tele)|电报|飞机号?)\s?(?:(?i:id|handle|账号|帐号|号)\s?)?(?:[（(][^()（）\n]{{0,8}}[)）]\s?)?(?:[:：;；=]\s{{0,2}}[`*\[]{{0,2}}@?\[?|@\s?|\s{{1,2}}@))(?P<id>{_TECH}[A-Za-z]\w{{4,31}})",
    re.ASCII,
)
_TELEGRAM_LINK = re.compile(r"(?P<label>\b(?:t|telegram)\.me/)(?P<id>[+\w]{4,})", re.ASCII)
_BEFORE_WORD = re.compile(
    rf"(?<![\w@./-])(?P<id>{_TECH}[A-Za-z][\w-]{{4,24}})(?P<rest>\s?[（(]\s?(?:(?i:wx|vx|wechat|weixin|tg|telegram)|微信|电报)(?:同号?)?\s?[)）])",
    re.ASCII,
)
_SECOND_ID = re.compile(
    r"(?P<label>\[(?:wechat|telegram|qq|contact)\]\s?(?:[/、]|或|:|：)\s?@?)(?P<id>(?=[\w-]*[\d_])[A-Za-z][A-Za-z0-9_-]{4,24})(?![\w-])"
)
_INVITE = re.compile(
    r"(?P<label>\b(?:discord(?:\.gg|(?:app)?\.com(?:/|&#x2F;)invite)|wa\.me|u\.wechat\.com|join\.skype\.com)(?:/|&#x2F;))(?P<id>[\w-]{4,})"
)
_SKYPE = re.compile(
    r"(?P<label>\b(?i:skype|line|discord|whatsapp|hangouts|icq)\s?(?:(?i:id|name|handle|username|账号|号))?\s?(?:[:：]\s?@?|\sis\s|\sat\s)"
    r"(?:[`'\"]|&#x27;|&quot;)?)(?P<id>live:[\w.:-]{3,40}|(?=[\w.-]*[\d_]|[\w-]+\.\w)[A-Za-z][\w.-]{3,30}(?<![.-])|[A-Za-z][\w.]{2,30}\#\d{4}|(?<=['`\"])[a-z][\w.-]{3,30}(?=['`\"])|(?<=;)[a-z][\w.-]{3,30}(?=&))",
    re.ASCII,
)
_ON_IRC = re.compile(
    r"(?P<label>\b(?:I['’]m|I&#x27;m|I am|find me as|add)\s(?:@\w+ on \w+, )?)"
    r"(?P<id>(?!(?:always|available|active|also|usually|often|mostly|reachable|here|online|hiring|working|currently|based)\b)"
    r"@?[a-z][\w.-]{3,30})(?=\son\s(?i:skype|irc|discord|twitter|telegram)\b)"
)
_TWITTER = re.compile(
    r"(?P<label>\b[Tt]witter\s?(?:[:：]|\()\s?)(?P<id>@\w{2,15})\b|"
    r"(?P<lead>(?<![Ff]ollow )(?<!us ))(?P<own>@\w{3,15})(?=\son\s[Tt]witter)",
    re.ASCII,
)
_LATIN = r"(?!I(?:['’]|&))(?:[A-ZÀ-ÖØ-Þ](?:['’]|&\#x27;)?[a-zà-öø-ÿ][\w'’-]*|[A-ZÀ-ÖØ-Þ](?:['’]|&\#x27;)[A-Z][a-z]+)"
_PERSON = rf"{_LATIN}(?:\s(?:[A-Z]\.?\s)?{_LATIN}){{0,2}}"
_GAP = r"(?:[^\n.!?<\[\]]|\.(?=\w)|<p>){0,45}?"
_REACHED = rf"(?={_GAP}\[(?:email|phone|contact|telegram|wechat|name)\])"
_NAME_ASKED = re.compile(
    rf"(?P<label>\b(?=[acefmpqrstwACEFMPQRSTW])(?i:(?:contact|e-?mail|message|ping|call|text|founder|recruiter|manager|reach(?:\s+out)?\s+to|talk\s+to|speak\s+to|"
    rf"write(?:\s+to)?|questions?\s+to|cv\s+to|resumes?\s+to|contact\s+(?:info|person)|attn)(?:\s+(?:me|us|our\s+\w+))?)[:,]?\s+\(?)"
    rf"(?P<id>{_PERSON}){_REACHED}"
)
_NAME_SELF = re.compile(rf"(?P<label>\b(?i:my\s+name\s+is|ask\s+for)\s+)(?P<id>{_PERSON})")
_NAME_SIGNED = re.compile(
    rf"(?P<label>(?:\b(?i:thanks|thank\syou|cheers|regards|sincerely|best\swishes|yours)[,!.]*(?:\s|<p>)*[-–—~]?\s?|\[email\]\.?(?:\s|<p>)+[-–—]+\s?))"
    rf"(?P<id>{_LATIN}(?:\s{_LATIN})?)(?=\s*(?:\n|<p>|$|\[|https?:))"
)
_NAME_TITLED = re.compile(
    rf"(?P<label>(?:^|<p>|\n|\.\s|[:(]\s?|\[phone\]\s*|GmbH\s))(?P<id>{_LATIN}\s{_LATIN}|{_LATIN}(?=,))"
    rf"(?=\s?(?:,|[-–—]|Tel\.)[^\n<\[]{{0,50}}(?:\[(?:email|phone)\]|Talent|Recruit))"
)
_NO_PERSON = re.compile(
    r"\b(?:Pong|Ambassador|Careful|Tg|TG|Us|Me|Here|Now|Today|Your|Our|The|This|Hacker|News|Resume|Resumes|CV|Marketing|Software|Infrastructure|Service|Services|Systems?|Queues?|Center|"
    r"Team|Support|Engineer\w*|Developers?|Designers?|Manager|Recruit\w*|Talent|Careers?|Jobs?|Hiring|Human|Resources|Company|Office|Sales|Product|Data|Apply|"
    r"Please|Email|Mail|Phone|Mobile|Telegram|Skype|Slack|Discord|Twitter|Wechat|WeChat|Whatsapp|WhatsApp|For|With|From|And|Or|If|To|In|At|On|By|About|More|Full|"
    r"Senior|Junior|Lead|Head|Director|Remote|Onsite|San|New|Inc|Ltd|LLC|Labs?|Technolog\w+|Group|Details?|Information|Questions?|Interested|Location|Website|"
    r"Contact|Call|Send|Drop|Looking|Work|What|Who|Why|How|We|You|It|Is|Are|Not|No|Yes|Any|All|Address|Subject|Directly|Monday|Friday|January|PS|HR|HN)\b"
)
_ZH_PERSON = rf"(?:[\u4e00-\u9fa5]{{1,3}}?|{_PERSON})"
_REFERRER = re.compile(
    r"(?P<label>(?:内推人|推荐人|招聘人|负责人姓名|联系人姓名)\s?[:：]\s?)(?P<id>[^\s\[\]，,。;；（(/|<]{1,12})"
)
_NAME = re.compile(r"(?P<label>联系人\s?[:：]\s?)(?P<id>[^\s\[\]，,。;；（(/|<]{1,12})")
_TITLED = re.compile(
    rf"(?P<label>(?:联系|找|HR|hr|发送至|发至|发给|投递至)\s?[:：]?\s?[（(]?)(?P<id>{_ZH_PERSON}\s?(?:女士|先生|小姐|老师|教授))"
)
_PROFILE = re.compile(r"(?P<label>linkedin\.com(?:/|&#x2F;|%2F)in(?:/|&#x2F;|%2F))(?P<id>[\w%.-]+)")


def _keep_label(mark: str) -> Callable[[re.Match[str]], str]:
    return lambda found: f"{found['label']}{mark}"


def _phone_label(found: re.Match[str]) -> str:
    digits = sum(character.isdigit() for character in found["number"])
    return found[0] if _PAY.fullmatch(found["number"]) or digits not in _PHONE_DIGITS else f"{found['label']}[phone]"


def _phone_plus(found: re.Match[str]) -> str:
    digits = "".join(character for character in found[0] if character.isdigit())
    return found[0] if digits.endswith("00000") else "[phone]"


def _keep_rest(mark: str) -> Callable[[re.Match[str]], str]:
    return lambda found: f"{mark}{found['rest']}"


def _person(found: re.Match[str]) -> str:
    return found[0] if _NO_PERSON.search(found["id"]) else f"{found['label']}[name]"


def _handle(found: re.Match[str]) -> str:
    return f"{found['label'] or ''}[name]"


def _half(found: re.Match[str]) -> str:
    return f"{found['lead'] or ''}[email]"


def _coded(found: re.Match[str]) -> str:
    return "[email]" if _MAIL.fullmatch(html.unescape(found[0])) else found[0]


def _base64(found: re.Match[str]) -> str:
    try:
        said = b64decode(found[0] + "=" * (-len(found[0]) % 4)).decode("ascii").strip()
    except ValueError:
        return found[0]
    if _MAIL.fullmatch(said):
        return "[email]"
    return "[phone]" if _PHONE_CN.fullmatch(said) else found[0]


def _mail_prose(found: re.Match[str]) -> str:
    return f"{found['lead']}[email]"


@dataclass(frozen=True)
class Rule:
    """One kind of personal data, found around its cues.

    Args:
        cues: Lower-case words one of which every instance holds; found by plain search, which is what makes this fast.
        pattern: Looked for only around a cue.
        mark: What stands in its place.
        core: What must match at the cue itself, where the cue alone is too common.
        back: Characters before the cue in which an instance may begin.
        ahead: Characters after the cue's beginning in which it may end.
    """

    cues: tuple[str, ...]
    pattern: re.Pattern[str]
    mark: str | Callable[[re.Match[str]], str]
    core: re.Pattern[str] | None = None
    back: int = 90
    ahead: int = 140


NEAR = 200
"""Characters around a change in which the next one may begin or end."""

_BRACKETED = re.compile(r"(?<=[(（])\w|(?<=[(（] )\w")
_NAMED_ID = re.compile(r"[a-z]+\s?(?:id|name|handle|username|账号|号)?\s?(?:[:：]| is | at )")
_AT_HOST = re.compile(r" at [a-z0-9-]+\.[a-z]", re.ASCII)
RULES: tuple[Rule, ...] = (
    Rule(("\x0064;", "\x00x40;"), _MAIL_CODED, _coded, back=400),
    Rule(("@", "＠", "ⓐ", "#64;", "#x40;", "\x0064;", "\x00x40;", "commat;", "%40"), _MAIL, "[email]"),
    Rule(("@",), _MAIL_BARE, "[email]", back=45),
    Rule(
        (
            "t ]",
            "at]",
            "at)",
            "at}",
            "at>",
            "at&gt;",
            "at ]",
            "at )",
            "a]",
            "(a)",
            "艾特",
            "圈a",
            "at）",
            "at】",
            "@]",
            "@)",
        ),
        _MAIL_BRACKETS,
        "[email]",
        re.compile(r"(?:(?<=[(\[{<;（【 ])(?:at|a|@|艾特|圈a)|(?<=\ba )t)\s?(?:[\])}>】）]|&gt;)"),
    ),
    Rule((" dot ", "[dot", "(dot", "{dot", "<dot", "-dot-", "_dot_", " d0t ", "(.)", "[.]"), _MAIL_WORDS, "[email]"),
    Rule((" dot ", "[dot", "(dot", "{dot", "<dot"), _MAIL_DOT_ONLY, "[email]"),
    Rule(("(a)",), _MAIL_CIRCLED, "[email]"),
    Rule(("/at/", "*at*", "|at|", "_at_", '"at"', "&quot;at&quot;", "<i>at</i>"), _MAIL_SLASHED, "[email]"),
    Rule((" at ",), _MAIL_PROSE, _mail_prose, _AT_HOST, back=130),
    Rule((" at ",), _MAIL_ALONE, _mail_prose, _AT_HOST, back=48),
    Rule(("@",), _MAIL_HALF, _half, re.compile(r"@(?:\s?\)|[\s.,;)<!\0]|$)"), back=70),
    Rule(
        ("base64", "解码", "解密", "==", "= ", "=\n", "=<", "=)", "=）", "=`"),
        _BASE64,
        _base64,
        re.compile(r"[b解]|(?<=[a-z0-9+/]{11})={1,2}(?![\w=\"&])"),
        back=95,
    ),
    Rule(("１",), _PHONE_WIDE, "[phone]", back=0, ahead=14),
    Rule(("md5",), _HASHED, _keep_label("[contact]"), back=0),
    Rule(
        ("gmail", "hotmail", "outlook", "yahoo", "qq", "163", "126", "foxmail", "icloud", "proton"),
        _MAIL_PROVIDER,
        "[email]",
        re.compile(r"(?<=[@ #])[a-z0-9]+(?![a-z0-9])", re.ASCII),
        back=70,
    ),
    Rule(("#",), _MAIL_HASH, "[email]", re.compile(r"#\s?[a-z0-9-]+\.[a-z]", re.ASCII), back=50),
    Rule(("linkedin.com",), _PROFILE, _keep_label("[name]"), back=0),
    Rule(_WECHAT_CUES, _WECHAT, _keep_label("[wechat]"), back=2, ahead=80),
    Rule((*_WECHAT_CUES, "加v", "加我v", "+v"), _WECHAT_BARE, _keep_label("[wechat]"), back=2, ahead=60),
    Rule(("v:", "v：", "vx", "加微信", "v :", "v ："), _WECHAT_ADD, _keep_label("[wechat]"), back=4),
    Rule(("qq", "扣扣", "企鹅"), _QQ, _keep_label("[qq]"), back=1),
    Rule(
        (*_WECHAT_CUES, "tg", "telegram", "电报"), _BEFORE_WORD, _keep_rest("[contact]"), _BRACKETED, back=32, ahead=20
    ),
    Rule(
        ("telegra", "tg", "电报", "飞机"),
        _TELEGRAM,
        _keep_label("[telegram]"),
        re.compile(r"telegra|(?<![a-z])tg|[电飞]"),
        back=1,
    ),
    Rule(("t.me/", "telegram.me"), _TELEGRAM_LINK, _keep_label("[telegram]"), back=1),
    Rule(("[wechat]", "[telegram]", "[qq]", "[contact]"), _SECOND_ID, _keep_label("[contact]"), back=0),
    Rule(("discord", "wa.me", "u.wechat", "join.skype"), _INVITE, _keep_label("[contact]"), back=0),
    Rule(
        ("skype", "line id", "line:", "line：", "discord", "whatsapp", "hangouts", "icq"),
        _SKYPE,
        _keep_label("[contact]"),
        _NAMED_ID,
        back=0,
    ),
    Rule(
        (" on skype", " on irc", " on discord", " on twitter", " on telegram"),
        _ON_IRC,
        _keep_label("[contact]"),
        back=60,
    ),
    Rule(("twitter",), _TWITTER, _handle, re.compile(r"twitter\s?[:：(]|(?<= on )twitter"), back=26),
    Rule(("联系人",), _NAME, _keep_label("[name]"), back=0),
    Rule(("内推人", "推荐人", "招聘人", "姓名"), _REFERRER, _keep_label("[name]"), back=3),
    Rule(("女士", "先生", "小姐", "老师", "教授"), _TITLED, _person, back=40),
    Rule(("my name is", "ask for "), _NAME_SELF, _person, back=0),
    Rule(
        ("thanks", "thank you", "cheers", "regards", "sincerely", "best wishes", "yours", "[email]"),
        _NAME_SIGNED,
        _person,
        back=0,
        ahead=70,
    ),
    Rule(
        ("[email]", "[phone]", "[contact]", "[telegram]", "[wechat]", "[name]"),
        _NAME_ASKED,
        _person,
        back=100,
        ahead=12,
    ),
    Rule(("[email]", "[phone]", "recruit", "talent"), _NAME_TITLED, _person, back=90, ahead=12),
)
DIGIT_RUN = re.compile(
    r"\d(?=[\d \t().-]{5})(?<![\d=]\d)(?<![A-Za-z0-9]/\d)(?!\d{3}-\d\d-\d\d)[\d \t().-]{5,}\d", re.ASCII
)
"""A run long enough for a phone, no date, no id in an address; a digit stands first, since `re` seeks that fast."""
PHONES: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    (_PHONE_LABEL, _phone_label),
    (_PHONE_CN, "[phone]"),
    (_PHONE_PLUS, _phone_plus),
    (_PHONE_US, "[phone]"),
    (_PHONE_LAND, "[phone]"),
    (_PHONE_CALL, _keep_label("[phone]")),
)
HIDDEN_SIGNS = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
HIDDEN = re.compile(f"[{HIDDEN_SIGNS}]")
