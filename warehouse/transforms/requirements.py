"""Experience, education and seniority that a posting asks for.

Compiled by Cython (requirements.pxd has the C types): before a pattern is tried, the few characters that it needs are
looked at where they stand.
"""

from __future__ import annotations

import re

from warehouse.classes import SENIORITIES
from warehouse.transforms.entries import Hit
from warehouse.transforms.needles import Needles
from warehouse.transforms.roles import signs
from warehouse.transforms.zones import Document

Years = tuple[float | None, float | None]

MOST_YEARS = 20
"""More is a firm's age or a slip."""

_HAN_DIGITS = {
    "一": 1,
    "二": 2,
    "两": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
    "十": 10,
    "半": 0.5,
}
_WORDS = {
    "zero": 0,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
}
_N = r"(\d{1,2}(?:\.5)?|[一二两三四五六七八九十半])"
_ZH_RANGE = re.compile(_N + r"\s?(?:年)?\s?(?:-{1,2}|~|～|–|—|至|到|或)\s?" + _N + r"\s?年$")
_ZH_VALUE = re.compile(_N + r"\s?(\+)?\s?年$")
_ZH_PAIR = re.compile(r"([一两二三四五六七八])([两二三四五六七八九])\s?年$")
"""Two numbers side by side: `两三年`."""
_HAN_PAIRED = "一两二三四五六七八九"
_ZH_UNNAMED_BEHIND = re.compile(
    r"(?:经验|年限)(?:年限|要求)?\s?[:：]\s?([1-9]|1\d)\s?(?:[-~～–至到]\s?([1-9]|1\d)|\+)(?!\s?[年\d.岁kw万])"
)
"""A number behind a label that says of what (`工作年限：3-5`)."""
_ZH_UNNAMED = re.compile(
    r"(?<![\w.~～–-])([1-9]|1\d)\s?(?:[-~～–]\s?([1-9]|1\d)|\+)\s?"
    r"(?![个款次门种家人名项万天月周k%位条年])[^\d\s,，。;；:：\n]{0,8}(?:开发|研发|测试|工作|运维|设计|从业)经验"
)
"""A number before the work that is its (`3-5后端开发经验`)."""
_ZH_AND_MORE = re.compile(r"\s?(?:[(（]?含[)）]?)?\s?(?:及|或|和)?\s?(?:以上|\+|起|之上|左右)")
_ZH_AND_LESS = re.compile(r"\s?及?(?:以下|以?内)")
_ZH_AT_MOST = re.compile(r"(?<!能)(?:不超过|[少低]于|[<≤])\s?$(?<!不[少低]于)(?<!不[少低]于\s)")
_ZH_OTHER_YEARS = "度代终薪月假初底轮会庆内期来"
_ZH_BENEFIT = frozenset({"可以", "可享", "可申", "可带"})
"""How goes on what years with the firm bring: `满三年可申请`."""
_ZH_TIMES = re.compile(r"[一两二三四][次度]")
_ZH_OTHER_HALF = re.compile(r"[上下大小近后前]\s?$")
_ZH_DATE_BEFORE = "〇零一二三四五六七八九十年几数"
_ZH_WORK_BEFORE = re.compile(r"(?:经验|年限|经历|経験)[^，。\n]{0,6}$")
_ZH_ASKED_BEFORE = re.compile(
    r"工作|从事|开发|时长|毕业\s?$|\bp\d{1,2}\s?:?\s?(?:需要?)?$|[≥>]\s?$"
    r"|(?:要求|条件|年限|学历|本科|硕士|大专)[^，。\n]{0,6}$"
)
"""What stands before `3年以上` where no word of work follows."""
_ZH_LISTED = re.compile(
    r"[·|｜/(（,，]\s?$|(?:要求|年限|经验)\s?[:：]\s?$|(?:工作|从业)\s?$"
    r"|(?:本科|大专|硕士|学历)(?:及?以上(?:学历)?)?\s?$"
)
_ZH_LISTED_AFTER = re.compile(r"\s*(?:$|[·|｜/)）,，。])")
"""What encloses a range in a list of short facts: `本科 / 3-5年`."""
_CLAUSE_BEGUN = (",", "，", ", ", "， ", ";", "; ")
_ZH_CLAUSE_ENDED = re.compile(r"\s?(?:$|[,，;；。|/])")
"""What encloses years that are a clause of their own (`熟悉 Rust，2 年以上，英文读写`)."""
_ZH_WORK = re.compile(
    r"经验|经历|工作|开发|从业|研发|编程|项目|使用|背景|工程|运维|实践|专业|设计|编码|岗位|管理|[中高]级"
)
_ZH_ROLE = re.compile(r"前端|后端|客户端|全栈|算法|测试")
_ZH_GROUP = re.compile(
    r"(?:平均|人均|共有|合计|总共)[^，,。；;\n]{0,10}$"
    r"|(?:团队|成员|创始人)[^，,。；;\n要需应]{0,24}(?:有|具备)[^，,。；;\n要需应]{0,6}$"
    r"|(?:团队|创始人|成员|合伙人)(?:成员)?(?:来自|均|都|由|主要|毕业|曾|大多|大部分)[^。；;\n要需应招]{0,24}[，,]\s?"
    r"(?:均|都|平均)?(?:在[^，,。；;\n]{0,26})?(?:拥有|有|具备|具有)[^，,。；;\n]{0,6}$"
    r"|(?:创始人|合伙人|导师|同事|成员|老板)们?(?:均|都|平均|全部)?(?:有|拥有|具有|具备|为|是)?(?:超过|近|着)?$"
    r"|(?:创始人|合伙人|老板|cto|ceo)[^。；;\n要需应招聘]{0,24}[，,]\s?(?:均|都)?(?:有|拥有|具有|具备)(?:超过|近|着)?$"
    r"|(?:cto|ceo|cfo|coo|leader|mentor)(?:均|都)?(?:有|拥有|具有|具备)(?:超过|近|着)?$|(?:多|数|几)[位名](?:有|拥有)?$"
)
"""What stands before the years that a team has behind it."""
_GROUP_WORDS = Needles((
    "平均", "人均", "共有", "合计", "总共", "团队", "成员", "创始人", "合伙人", "导师", "同事", "老板",
    "cto", "ceo", "cfo", "coo",
    "leader", "mentor", "多位", "多名", "数位", "数名", "几位", "几名",
))  # fmt: skip
"""With one of these _ZH_GROUP begins."""
_ZH_GROUP_AFTER = re.compile(
    r"\s?(?:\+|以上|多)?的?[^\s，,。；;、/（(]{0,10}?(?:经验|背景|经历)"
    r"(?:的[^\s，,。；;、/（(]{0,8}?(?:公司|团队|企业|工作室|大牛|大佬|导师|组成|带队|带你|带领|服务商)"
    r"|[）)]?(?:大牛|大佬|导师|带你|带队)|的?[^\s，,。；;、/（(]{0,6}组成)"
    r"|\s?(?:\+|以上|多)?的?[^\s，,。；;、/（(]{0,4}(?:积累|沉淀|积淀|底蕴|历史)"
)
"""What stands behind the years that a firm or those within it have: `有10年经验的软件公司`."""
_ZH_RIGHT_AFTER = re.compile(r"(?:及?以上)?(?:即|就|后)?可(?:以)?(?:获|享|申|得|带|参)")
"""What years with the firm bring."""
_ZH_BESIDE_DEGREE = re.compile(r"\s?[·|｜/、]\s?(?:全日制|统招)?(?:本科|大专|硕士|学历|统招)")
_AT_LEAST = ("≥", ">=", "≥ ", ">= ")
_ROLE_ENDED = (")", "】", "】-", ")-", ") ", "】 ")
"""What stands between a role's name and the years that end its line."""
_ZH_LINE_BEGUN = re.compile(r"(?:^|\n)[^\w\n]{0,4}(?:\d{1,2}[、.)]\s?)?$")
_ZH_LINE_ENDED = re.compile(r"\s*(?:$|[、,，]\s?(?:全日制|统招)?(?:本科|大专|硕士|学历))")
_ZH_FIELD = re.compile(r"行业|团队|运营|产品|平台|交易所|企业|测试|数据|系统|市场|客服")
"""What the work is called in, of years that a line begins with (`- 3 年以上交易所从业背景`)."""
_LONG_CLAUSE = re.compile(r"[^，,。；;\n]{0,48}?(?:开发|工作|研发|相关|从业)经验")
_ZH_EXPERIENCE = re.compile(r"经验|经历")
_ZH_NOT = re.compile(
    r"(?:成立|创立|过去|近|连续|第|前|后|未来|历经|创办|最近|合同|签|服务满|入职满?|司龄|每|专注|深耕|经过|打磨|沉淀|潜心|保修|质保|这|发展|积累|历史|创建|走过|仅|用了|短短|运营|公司|已有|耕耘|整合|建设|我们有|我们拥有|公司有|一名拥有|一位拥有)\s?$"
)  # fmt: skip
_WORD = "|".join(_WORDS)
_BETWEEN = "|".join(f"(?<=between {word} )and" for word in (r"\d", r"\d\d", *_WORDS))
"""What parts the ends of `between 3 and 5 years`."""
_EN = re.compile(
    r"(?<![\w.])(\d{1,2}(?:\.5)?|" + _WORD + r")(?:\s?\(\d{1,2}\))?\s?(\+{1,2}|plus\b|or more\b)?"
    r"\s?(?:(?:-|–|—|~|～|to|or(?! more)|" + _BETWEEN + r")\s?(\d{1,2}|" + _WORD + r")\s?(\+)?)?"
    r"\s?(?:full |solid |good )?"
    r"(?:years?|yrs?|yoe)\b['’]?(\s(?:or more|plus|\+|minimum))?"
)
_EN_LABELLED = re.compile(
    r"(?:years? of (?:\w+ )?experience|yoe)(?: required)?\s?[:\n]\s*(\d{1,2})(?!\d)\s?\+?(?:\s?(?:-|–|to)\s?(\d{1,2}))?"
)
"""Years behind their label (`Years of experience: 5+`)."""
_COUPLE = ("couple ", "couple of ")
_COUPLE_AFTER = re.compile(r"years?['’]? (?:of )?(?:(?!(?:ago|old|and|now|here)\b)[\w/.+-]{1,16} ){0,3}?experience")
"""What goes on behind a couple that is asked for (`a couple of years of coding experience`): two years at least."""
_EUROPEAN_NUMBERS = {
    **dict.fromkeys(("ett", "ein", "einem"), 1),
    **dict.fromkeys(("två", "zwei", "deux", "dos", "dois", "twee", "due"), 2),
    **dict.fromkeys(("tre", "drei", "trois", "tres", "três", "drie"), 3),
    **dict.fromkeys(("fyra", "fire", "vier", "quatre", "cuatro", "quatro"), 4),
    **dict.fromkeys(("fem", "fünf", "cinq", "cinco", "vijf"), 5),
}
_EUROPEAN_N = r"(\d{1,2}|" + "|".join(_EUROPEAN_NUMBERS) + ")"
_EUROPEAN_SPAN = (
    r"\b" + _EUROPEAN_N + r"\s?\+?(?:\s?(?:-|–|bis|à|a|tot|till?|do)\s?" + _EUROPEAN_N + r")?\s?\+?\s?"
    r"(?:jahren?|ans|anos|años|års?|jaar|jaren|anni|lata?)\b"
)
_EUROPEAN_WORK = r"(?:erfahrung|expéri|experi|erfarenhet|erfaring|ervaring|esperienz|doświadcz)"
_EUROPEAN = re.compile(_EUROPEAN_SPAN + r"[^.,;\n]{0,30}?" + _EUROPEAN_WORK)
_EUROPEAN_BEHIND = re.compile(_EUROPEAN_WORK + r"[^.,;\d\n]{0,28}?" + _EUROPEAN_SPAN)
"""Years that follow the word for experience: `Berufserfahrung von mindestens 3 Jahren`."""
_EUROPEAN_FIRM = re.compile(
    r"\b(?:wir|vi har|nous avons|unser\w*|seit|unternehmen|företag\w*|entreprise|teamet|team)\b[^.\n]{0,24}$"
)
"""What stands before the years that a firm has behind it."""
_ADJECTIVES = ("full", "solid", "good")
"""What may stand between a number and its years."""
_COUNTS = (*_WORDS, "plus", "more")
"""Words that end what counts years, where neither a digit nor a sign does."""
_EN_WORK = re.compile(

        r"experience|exp\b|professional|work(?:ing)? (?:as|in|with|on)|development|programming|industry"
        r"|building|engineering|background|coding|writing|developing|hands[- ]on|shipping|managing|leading"
    r"|^ under your belt|^\s(?:of )?(?:\w+ ){0,2}(?:java|python|go|golang|ruby|c\+\+|ios|android|web|software|rails|php"
    r"|javascript|sql|react|node)(?!\w)"
)  # fmt: skip
_EN_NOT = re.compile(

        r"(?:over the (?:last|past|next)|past|last|next|founded|for (?:the|over|more than|almost|nearly)|after"
        r"|within|in (?:the )?(?:next|last|past|under|only|just|about)|every|first|ago|we(?:'ve| have)|company"
        r"|been (?:here|there|at \w+)(?: for)?|\bi (?:was|worked|have worked)[^.\n]{0,20} for"
        r"|team has|combined|than|our| (?:all|each|both) with"

        r"|(?:company|firm|agency|studio|founders?|c[et]o)(?: who)? (?:has|have)"
        r"|everywhere from|don't worry about the ['\"]?|been (?:around|in business) (?:for )?|with over"
        r"|we've been|(?<!you've )(?<!you’ve )(?<!you have )spent|from 0 to|everywhere from \d to|vesting"
        r"|vest over|over)\s?['\"]?$"
)  # fmt: skip
_EN_WORK_BEFORE = re.compile(r"experience[^.\n]{0,14}$|\bexp[:.]? ?$|minimum|at least $|least $")
_EN_DONE_BEFORE = re.compile(r"\byou(?:['’]ve| have) (?:been )?[^.,\n]{0,30} for $")
"""What stands before the years that somebody has done the work (`You've been building web software for 5+ years`)."""
_EN_MORE_THAN = re.compile(
    r"(?:(?:^|\n)[^\w\n]{0,4}|\byou(?:['’]ve| have| bring)? |\b(?:requires?|must have|should (?:ideally )?have|need) )"
    r"(?:more than|over)\s$"
)
"""What asks for `more than 5 years`; elsewhere these words tell how old the firm is."""
_EN_NOT_AFTER = re.compile(
    r"\s?(?:ago|old|running\b|post\b|in a row|in business|of (?:runway|funding|growth|profit|combined|age)|combined"
    r"|vest"
    r"|maternity|of (?:history|operation|service|success|heritage|innovation|being)"
    r"|from now|later|with the company|of (?:remaining|eligib|residen|warranty"
    r"|support|school|college|vacation))"
)
_EN_ASKED_BEFORE = re.compile(
    r"(?:(?:^|\n)[^\w\n]{0,4}|\b(?:requires?|must have|should have|need|you have|bring|at least|minimum(?: of)?) "
    r"|\b(?:requirements?|qualifications?|skills): )$"
)
_EN_DONE = re.compile(r"\s(?:of|in|as|with|working|doing|using|familiarity|at)\b")
"""What goes on to the work of `8+ years of product management`, whatever it is."""
_FRESH_ONLY = re.compile(r"应届|校招|校园招聘|new grad|\d届")
_FRESH_CLASS = re.compile(r"(?<!欢迎)(?<!欢迎20)\d\d\s?届[^\n，。；]{0,6}应届[^\n，。；]{0,4}(?:毕业|校招|校园招|生)")
"""A class of graduates that alone is looked for: `2027届海内外院校应届毕业生`."""
MORE_THAN_REACH = 48
"""Characters before a number of years in which _EN_MORE_THAN begins."""
LONGEST_CLAUSE = 56
"""Characters behind `3年以上` up to which its clause may name the work."""
UNNAMED_REACH = 20
"""Characters before `经验` in which a number of years without 年 and its work stand."""
LABEL_REACH = 18
"""Characters before a number of years in which `年限` may stand."""
FRESH_REACH = 12
"""Characters around `应届` to which these patterns reach."""
_FRESH_TOO = re.compile(
    r"(?:欢迎|接受|可|考虑|优秀)[^\n，。；]{0,6}应届|应届[^\n，。；]{0,8}(?:均可|也可|亦可|可以|欢迎|可)"
)

_MASTER_SHORT = frozenset({"msc", "m.sc", "masters in", "master's in", "master of"})
"""Spellings of a master's degree that name other things too."""
_MASTER_NEAR = re.compile(r"(?:\b(?:bs|ba|bsc|b\.sc|bachelor'?s?|or|an?|degree|have)|[,/:(•*.-]|硕士|或|、|\n|^)\s?$")
_MASTER_AFTER = re.compile(
    r"\.?(?:\s?[/,(]|\s(?:in|or|degree|and|of)\b|\s(?:computer|engineering|science|statistics|math|economics|data|arts|business)"
    r"|\s?(?:学历|学位|或|及))|$"
)

_NO_DEGREE_FIELD = ("不限", "none", "高中", "中专", "中技", "初中", "无要求", "无学历")
"""What a field says that asks for no degree, or for one below a college's."""
_REQUIRED_BEHIND = (" required", " is required", " (required")
_RANK = ("none", "junior-college", "bachelor", "master", "phd")
_PREFERRED_DEGREE = re.compile(
    r"(?:(?![(（]\s?(?:985|211|c9|双一流|名校|重点|一本))[^，。；;,\n.]){0,14}?"
    r"(?:优先|加分|更佳|preferred|a plus|is a plus|desir|ideal|nice|佳)|\.?\s?(?:students?"
    r"|candidates?|在读|在校|batch)|[^，。；;\n.]{0,56}? (?:is|are|would be|high(?:ly)?) (?:an? )?"
    r"(?:ideal|preferred|desir|plus|nice)"
    r"|\.? ?(?:(?!requir|must|(?:,|with|and|but) ?(?:an? )?(?:master|m\.?s\b|ph\.?d|advanced)|experience|year|knowledge"
    r"|skill|exp\b)[^，。；;\n.(]){0,60}? "
    r"\(?(?:preferred|a plus|desired|desirable|(?:an? )?(?:\w+ )?advantage)\b|\.? ?\(preferred"
)
_PREFERRED_DEGREE_WORDS = Needles((
    "优先", "加分", "佳", "preferred", "plus", "desir", "ideal", "nice", "advantage", "student", "candidate",
    "在读", "在校", "batch",
))  # fmt: skip
"""One of these stands in whatever _PREFERRED_DEGREE matches."""
_PREFERRED_PART = re.compile(
    r"preferred (?:qual|skill|exp|req)|nice[- ]to[- ]have|would be (?:great|nice)|bonus (?:skill|qual|if)"
    r"|are preferred|preferred:|(?:^|\n)\W{0,6}preferred,|good to have|(?:^|\n)[^\w\n]{0,6}desir(?:ed|able)\s*[\n:=]"
    r"|(?:^|[\n【\[*#(（])[^\n，。,;；]{0,8}(?<![是为个要])(?<!\w[(（])加分项|优先考虑[:：]|bonus points"
)
_PREFERRED_WORDS = Needles(("加分项", "优先考虑", "preferred", "nice", "would be", "bonus", "good to", "desir"))
"""One of these stands in whatever _PREFERRED_PART matches."""
_ITEM_AFTER = re.compile(r"\n| [-–*•] |•")
LONGEST_HEADING = 24
"""Characters behind `bonus points` and the like that may still belong to a heading over the items that follow."""
_REQUIRED_PART = re.compile(
    r"(?:minimum|basic|required|job) (?:qual|skill|exp|req)|(?:^|\n)[^\n]{0,12}(?:requirements|prerequisites"
    r"|qualifications|must have)"
    r"|what you need|(?:任职|岗位|职位|招聘|基本|应聘|技能|硬性|能力)(?:要求|条件|资格)"
    r"|\n[^\n，。,]{0,6}要求\s*[:：]?\s*\n"
    r"|教育背景|学历(?:要求)?[:：]|岗位职责|工作职责|职位描述|education:"
)
_NEXT_LIST = re.compile(r"\n[^\n]{3,80}\n\s?1[、.]")
"""Where a list begins anew behind a line of what is welcome: that of the next role."""
_NO_DEGREE_OF_OTHERS = re.compile(r"(?:folks|people|employees|those|some) (?:with|have) $")
_DEGREE_OF_TEAM = re.compile(
    r"[^，。；;,\n]{0,10}?占(?:比|[\d一两三四五六七八九])|[^，。；;,\n]{0,12}?(?:组成|带领|牵头|领衔|创立|创办|发起)"
    r"|毕业于|[^，。；;,\n]{0,4}科研经历|技有"
)
"""What stands behind the degree that people of the firm have (`硕士占比30%`, `博士毕业于`), or in a firm's name."""
_TEAM_BEFORE = re.compile(
    r"(?:团队|成员|员工|同事|创始人|合伙人|开发者|的人|科学家|顾问)[^，。；;,\n要需应招]{0,24}$|\d%(?:以上)?[为是]?[^，。；;,\n]{0,36}$"
    r"|毕业的$"
)
"""What stands before it."""
_TEAM_WORDS = Needles((
    "团队", "成员", "员工", "同事", "创始人", "合伙人", "开发者", "的人", "科学家", "顾问", "%", "毕业的",
))  # fmt: skip
"""With one of these _TEAM_BEFORE begins."""
_DEGREE_OF_OTHERS = re.compile(
    r"\b(?:ceo|cto|founders?|he|she) (?:has|have|holds?) (?:an? )?(?:\w+ )?$"
    r"|\b(?:most|half|many|some|all|\d%) (?:[^.;\n]{0,16}\b)?of (?:our|the|us)\b[^.;\n]{0,32}$"
    r"|\b(?:group|team|bunch|mix) of [^.;:\n]{0,28}$|\bone of us [^.;:\n]{0,28}$"
    r"|\b(?:over|than|above|about) (?:a )?$"
    r"|\b(?:ideal(?:ly)?|preferabl[ey])(?: with| includes?| has| have|,? you(?:['’]ll)? have)?,? (?:an? )?$"
)
"""What stands before the degree that colleagues have or have not, that counts for less or is only welcome."""
OTHERS_REACH = 60
_GRADUATED = re.compile(r"\d年毕业于[^。；\n]*$")
"""What stands before the degree of a founder who left a school in a year."""
GRADUATED_REACH = 32
TEAM_REACH = 44
"""Characters beside a degree in which its clause names those who have it."""
_PERSON_BEFORE = re.compile(r"[A-Z][a-z]+ [A-Z][a-z]+ \($")
"""A name before the bracket that tells what somebody has studied (`Mara Quill (PhD in Cryptography)`)."""
PART = 420
"""Characters back within which a heading says that what follows is only welcome."""
_NOT_DEGREE = re.compile(
    r"(?:scrum |company |no |tuition for |tuition for an? |for your "
    r"|web |web-|post|ticket|head |past |team of |our |working on an? |pursuing an? |towards an? "
    r"|toward an? |php or |to )$"
)
_ASKED_ELSEWHERE = re.compile(
    r"\b(?:that|the other|this other|the latter|this second) (?:position|role|job|one)"
    r" (?:does not|doesn['’]t) require an? $"
)
"""Who says of one of his openings that it needs no degree asks for it in the others."""
ELSEWHERE_REACH = 56
_UNDER_WAY = re.compile(
    r"\b(?:working on|pursuing|towards?|reimbursement for|assistance for) an? "
    r"(?:(?:b\.?s|b\.?a|m\.?s|bachelor'?s?|master'?s?|phd)\.?[,/ ]+(?:or |and )?)*$"
)
"""What stands before a degree that somebody has not yet (`working on a BS, MS, or PhD`), or that is paid for."""
_LEFT_SCHOOL = re.compile(r"[^，。；;\n]{0,14}?(?:专业|毕业|学历|本科)")
"""What stands behind a good school where one is to have studied there."""
_NOT_DEGREE_ENDS = (" ", "-", "post", "ticket")
"""What _NOT_DEGREE ends with."""
_DOCTOR_BEFORE = re.compile(
    r"(?:\b(?:bs|ms|m\.s\.|master'?s?|bachelor'?s?|or|a|an|require\w*|msc|degree)"
    r"|[,/:(-]|\. |硕士|或|、|研究生|以上|：|及|^|\n)\s?$"
)
_DOCTOR_AFTER = re.compile(
    r"\)?[\s-]?(?:in\b|or\b|degree|required|is required|is a must|level|/|\(|学历|学位|及以上|以上|毕业|研究生|或)"
)
_NO_ALTERNATIVE = ("且", "第一学历是", "第一学历")
"""What stands before a degree that is asked for beside a higher one (`研究生,且本科是 985`)."""
DEGREES_REACH = 26
"""Characters behind the first degree within which another one lowers what is asked for (`本科或硕士`)."""

_ROLE_AFTER = re.compile(

        r"\+?(?:[ ,/|–-]{1,3}(?:and |or |to |& )?(?:senior|junior|mid|intermediate|sr|jr|staff|principal)\b|-to-"
        r"| only\b|\.? ?\)|\s\(|\.? as well as )"
        r"|\+?[ /-]{0,2}(?:and |or |& |to |\()?(?:[\w.+#]+[ /,-]{1,3}){0,3}?(?:engineer|developer|devs?\b|eng\b"
        r"|programmer|scientist|designer|software|architect|back[- ]?end|front[- ]?end|applicants?"
        r"|full[- ]?stack|web|devops|data|mobile|ios|android"
        r"|product|systems?|ux|ui|positions?|roles?|people|qa|analyst|manager"

        r"|consultant|level|hackers?|technical|talent|rails|ruby|python|java|golang|go\b|php|node|technologist|sdes?\b"
        r"|researcher|sres?\b|sdets?\b|swes?\b|dbas?\b|specialist|recruiter|sysadmin|administrator|lead|members?|staff|marketing|sales|candidates?|engineering"
        r"|individual|editor|director)|:? [£$€]\d"
)  # fmt: skip
_ROLE_AFTER_ZH = re.compile(
    "[^，。；;、\\n]{0,12}?(?:工程师|专家|开发|架构师|研发|程序员|测试|运维|产品|设计|算法|前端|后端"
    "|分析师|研究员|科学家|经理|顾问|策划|全栈|客户端|服务端)"
)
_LEAD_BEFORE = re.compile(
    r"\b(?:tech(?:nical)?|team|engineering|dev(?:elopment)?|back-?end|front-?end|project|design|product"
    r"|mobile|qa|devops|sre|data|platform|web|ios|android|security|infrastructure|creative|research|practice"
    r"|engineer|developer|ux|designer|team|ops|operations|growth|analytics|support) $|(?:engineer|developer)s?/$"
)
_LEAD_NOUN = re.compile(
    r" (?:(?!(?:an?|of|on|in|the|to|for|and|our|role|team|development|all|other|by) )[\w.+#/-]+ ){0,3}"
    r"(?:engineer|developer|designer|architect|programmer|scientist|dev\b|software"
    r"|manager\b|analyst|technical(?! (?:or|and|pro|eff|ini|dis|dec|dir))|back-?end|front-?end|full)"
)
_VERB_BEFORE = re.compile(r"\b(?:to|will|you'll|can|could|may|might|should|would|who|help|i|you|they) $")
"""What stands before `lead` where somebody leads (`to lead our front-end work`)."""
_LEAD_LINE = re.compile(r"\n[\s*•·–-]*(?:[\w/+#&-]+ ){1,3}\0\s*(?:$|[\n:(]|[-–—] )")
"""A line that is the name of a role and ends in `lead`, which stands for it as a zero."""
_ARCHITECT_BEFORE = re.compile(
    r"\b(?:developers?|engineers?) (?:and|or|&) $"
    r"|\b(?:software|solutions?|systems?|cloud|data|technical|security|enterprise|chief|devops|application"
    r"|network|java|infrastructure|senior|lead|web) $|engineers?/$|developers?/$"
)
_EXECUTIVE_BEFORE = re.compile(
    r"(?:looking for|hiring|seeking|need|find|including|join (?:us )?as|positions?:?|roles?:?|openings?:?"
    r"|hiring for:?|-|•|\*)\s(?:an? |our "
    r"|for an? )?(?:new |first |technical )?(?:head of \w+,? or (?:an? )?)?"
    r"(?:co-?founder ?(?:/|and|or|&) ?)?$|招聘|诚聘|寻找"
)
_IN_LIST = re.compile(
    r"(?:engineers?|developers?|scientists?|designers?|managers?|analysts?)(?:, (?:and |& )?| and )(?:an? )?$"
    r"|\n\s*\d[.)]\s$"
)
_OFFICES = frozenset({"director", "vp", "svp", "vice president"})
_OFFICE_AFTER = re.compile(r"(?:,| [-–—]| of\b| ?/)? ?[a-z]")
"""What follows an office that is offered: its field (`Director - Data Science`)."""
_LINE_BEGUN = re.compile(r"\n[\s*•·–>-]*$")
_OFFICE_LINE = re.compile(r"[^\n]{2,44}?(?:https?:|\([a-z]| [-–—] )")
"""What goes on behind an office that a line of a list begins with (`Director of Finance (NY)`); no signature does."""
_HEADING_BEFORE = re.compile(
    r"(?:[\n|:*•·/,&(=–—-]|^|\d[.)])\s*(?:an? |the )?(?:senior |founding |vp[/ ]|director[/ ])?$"
)
_MANAGERS = ("engineering manager", "development manager", "software manager")
_ARCHITECT_LINE = re.compile(r"\n[\s*•·–-]*(?:[\w+#&./-]+ ){1,3}\0s?\s*(?:$|[\n:(|]|[-–—] )")
"""A line that is the name of a role and ends in `architect`, which stands for it as a zero."""
_WHOLE_LINE = re.compile(r"\n\s*\0s?\s*(?:\n|$)")
_STAFF = re.compile(r" (?:levels?\b|(?:\w+ )?(?:engineer|software engineer|developer|scientist))")
_STAFF_TITLE = re.compile(r" (?:\w+ )?(?:engineer|software|developer|scientist|site|data|machine|product|security)")
_LEAD_VERB = re.compile(r" (?:gen|to\b|the\b|scoring)")
_PERSON_AFTER = re.compile(
    r"(?: or |/| to |[ ,]{1,2})(?:senior|advanced|sr)\b"
    r"|[ -](?:[\w.+#]+ ){0,2}?(?:engineer|developer|programmer|designer|dev\b)"
)
_COURSE = re.compile(r" (?:program|school|course|degree|student|stud(?:y|ies)\b|education|research)")
"""What a `graduate` visits."""
_NOT_IN_TITLE = {
    "lead": _LEAD_VERB,
    "graduate": _COURSE,
    "mid": re.compile(r"[- ]?(?:market|atlantic|peninsula|west|town|stage|sized?)\b"),
    **dict.fromkeys(("负责人", "主管", "总监", "组长"), re.compile(r"(?:亲自)?(?:直聘|直招|直面|内推|面试)|带队|亲自")),
}
"""Levels that mean something else where such words follow."""
_LADDER = frozenset({"junior", "jr", "jr.", "mid", "senior", "sr", "sr.", "staff", "principal"})
_RUNG_BEFORE = re.compile(
    r"\b(?:junior|jr\.?|mid|intermediate|senior|sr\.?|staff|entry[- ]level|mid[- ]level)"
    r"(?: ?/ ?|-to-| (?:to|through|and|or|&) )$"
)
"""What stands before a further level of a list (`junior/mid/senior/principal`)."""
_GRADES = frozenset({"junior", "mid", "senior"})
_CHIEF_LEVELS = frozenset({"lead", "executive"})
_NAMED_ROLE = {"staff": _STAFF, "intermediate": _PERSON_AFTER}
_OTHERS_LEVEL = re.compile(
    r"(?:mentor|instruct|coach|train|teach|supervis|former|helping|guid|report|assist)\w*"
    r"(?: (?:and|or|our|other|more|the|both|up|to|directly|a|software|solutions?)){0,4}\s$"
)
_NOT_TO_BE = re.compile(r"(?:n['’]t|not|no) (?:have|need) to be (?:an? )?$")
"""What stands before the level that nobody needs to have."""
_TEAM_LEVEL = re.compile(
    r"(?<!build )(?<!building )(?<!hiring )\b(?:an?|our|this|the)(?: [\w-]{2,14}){0,2} team of (?!one\b)(?:\w+ ){0,2}$"
)
"""What stands before the level of those who make up a team."""
_COLLEAGUE_LEVEL = re.compile(
    r"\b(?:work(?:s|ing)?|collaborat\w+|partner\w*|interact\w*|interfac\w+|meet\w*) (?:\w+ ){0,3}?with\b"
    r"[^.!?;:\n]{0,40}$"
    r"|\balong ?side\b[^.;:\n]*$|\breport(?:s|ing)? (?:directly )?(?:in)?to\b[^.;:\n]*$|\bmanag(?:e|es|ing) $"
)
"""What stands before the level of those with whom one works."""
_OWN_LEVEL = re.compile(
    r"\b(?:i['’]?m|i am|me|myself)\b[\s(,–-]{1,3}(?:(?:an?|the|our|your|new|current|one|of|software|engineering"
    r"|technical|team|dev|development|web|senior|lead|principal) ){0,4}$"
)
"""What stands before the level of who writes (`ask me, the lead developer`)."""
_OUR_CHIEF = re.compile(
    r"(?<!\bas )(?<!\bbe )(?<!come )(?<!\bfor )(?<!hire )(?<!find )\bour (?:current |own |existing )?$"
)
_OTHERS_WORDS = Needles((
    "mentor", "instruct", "coach", "train", "teach", "supervis", "former", "helping", "guid", "report",
    "with ", "along", "manag", "i'm", "i’m", "i am", "|me", "myself", "our ", "assist", "team of", " to be ",
))  # fmt: skip
"""With one of these _OTHERS_LEVEL begins."""
_OTHERS_LEVEL_ZH = re.compile(
    r"(?:每一?[位名个]|前任?|非|不|(?:路线|路径|通道|体系)(?:[^，。；;\n]{0,8}从|\s?[:：][^，。；;\n]{0,9}))$|(?:指导|辅导|培养|带领|帮助|协助|配合|成为|晋升|成长|若干|不招|汇报|直达|对接|联系|来自|具备)[^，,。；;、\n]{0,8}\Z"
    r"|(?:领域|外部|顶尖|行业|业界|内部|丰富|众多)的?[^，,。；;、\n\s]{0,2}\Z|(?:口语|英语|日语)[^，。\n]{0,6}\Z"
)
"""What stands before the level of somebody who is not looked for."""
_OTHERS_ENDS_ZH = ("从", "位", "名", "个", "前", "任", "非", "不", "\n")
_OTHERS_WORDS_ZH = Needles((
    "指导", "辅导", "培养", "带领", "帮助", "协助", "配合", "成为", "晋升", "成长", "若干", "不招", "汇报", "直达",
    "对接", "联系", "来自", "具备", "路径：", "路径:", "路线：", "路线:", "通道：", "通道:", "体系：", "体系:",
    "领域", "外部", "顶尖", "行业", "业界", "内部", "丰富", "众多", "口语", "英语", "日语",
))  # fmt: skip
"""With one of these begins, or ends, whatever _OTHERS_LEVEL_ZH matches."""
_HELPED_CHIEF = ("配合", "配合 ", "协助", "协助 ", "汇报", "汇报 ", "汇报给", "汇报给 ", "直属", "直属 ")
"""What stands before a chief of whom a Chinese text speaks in Latin letters (`配合 CTO 完成`)."""
_WRITER = re.compile(r"我是[^。；;\n招聘]{0,24}$")
"""What stands before the level of who writes (`我是某某产品线的产品负责人`)."""
WRITER_REACH = 28
_OTHERS_AFTER_ZH = re.compile(
    r"们|共事|一起|带你|带队|组成|互相|保持|合作|沟通|协作|学习|授课|论证|经验|系统|库|伙伴|团队|分配|交办|安排|决策|峰会|大会|汇报|直面|直招|直聘|面试|就在"
)
"""What stands behind `专家` or `架构师` where nobody is looked for: `专家系统`, `专家组成`."""
_FOUNDER_AFTER_ZH = re.compile(r"\s*\n[\s•*·-]*(?:毕业于|先后|曾|前|连续|来自|拥有)")
"""What stands under a heading that tells who leads the firm."""
_OTHER_GRADE = ("写字楼", "语言", "特性", "用法", "功能", "管理层", "编程", "住宅", "酒店", "人士")
"""What is high or long in a trade without being a role: `高级写字楼`, `资深人士`."""
_ALL_LEVELS = re.compile(r"[、/,，和及初中高资深级阶别a-z ]{0,12}(?:都|均|皆)")
"""What stands behind levels that are all looked for: `初级、中级、高级都有`."""
_INTERN_AFTER = re.compile(
    r"\s?(?:[、/+&｜|，,]\s?(?:校招|社招|应届|初级|全职)|岗|招聘|职位|内推|hr\b|设计|行政|后端|前端|研发|算法|测试|产品|运营|工程师)"
)
_INTERN_BEFORE = re.compile(
    r"(?:(?:校招|社招|应届|日常|暑期|校园|全职|中高级|前端|后端|算法|测试|招)\s?[、/+&｜|]?|工程师\s?[(（]\s?可?)\s?$"
)
_INTERN_END = re.compile(r"\s?(?:$|http|[\n/、，,)）+&|｜：:]|和|均|都)")
_CHIEFS = frozenset({"leader", "owner", "主管", "总监", "负责人"})
"""Words of a text that name a chief only as the end of a role's heading."""
_CHIEF_BEFORE = re.compile(
    r"(?:前端|后端|客户端|服务端|研发|技术|开发|测试|运维|产品|运营|项目|算法|设计|安全|架构|工程师[、/]|数据|业务"
    r"|市场|营销|商务|增长|内容|品牌|社区|社群|部门|传播|拓展|财务|法务|合规|风控|人力|行政|美术|(?<![a-z])(?:seo|bd|hr|qa|ai))\s?$"
)
CHIEF_REACH = 6
"""Characters before a chief's word that _CHIEF_BEFORE takes."""
_CHIEF_AFTER = re.compile(r"\s*(?:$|[\n/、(（|·:：\d】\]-]|[，,]\s?\d)")
_LEVELS_BRACKET = re.compile(r"[(（][初中高级资深校社招实习应届生专家、/]{0,16}$")
"""What stands in a bracket before one of the levels that it lists (`前端工程师（资深、校招、实习）`)."""
_LISTED_BEFORE, _LISTED_BEHIND = "(（、/", "、/)）"
_RANK_BEFORE = re.compile(r"\b[pt]\d{1,2}\+?\s?[(（]$")
_NEW = ("level", "grad", "grads", "graduate")
"""What ends the name of a level that beginners have."""
_NOT_NEW = re.compile(r"(?:no|not|former|was an|as an|as interns?|our|past) $")
_HELPED = frozenset({"总裁", "副总", "总监", "创始人", "ceo", "coo", "cto", "cfo", "合伙人", "vp", "负责人", "专家"})
_ASSISTED_ROLE = re.compile(r"\s?(?:[\w/+#]{0,4})(?:工程师|研究员|架构师|程序员|设计师|开发|研发|测试)")
_CHIEF_OFFICERS = frozenset({"ceo", "cto", "coo", "cfo", "vp", "director"})
_MET = re.compile(r"\b(?:with|by|from|our|to the)(?: our| the)? $")
"""What stands before a chief whom one meets (`Last stage is meeting with CEO`)."""
_OTHER_FIELD_BEFORE = {
    "合伙人": re.compile(r"(?:城市|渠道|区域|项目|县市|市场).{0,2}$|事业$"),
    "development manager": re.compile(r"(?:business|sales|corporate|community|curriculum|land|workforce) $"),
}
"""Before these words: what makes somebody of sales, or of another field, of them."""
_FRESH_ASIDE = re.compile(
    r"加入|[^，。\n]{0,3}(?:勿扰|勿投|请绕)|(?:毕业)?生?(?:可以?|也|亦|适当)[^，。\n]{0,4}放宽|[和与同跟及]正式(?:员工|工)"
    r"|入职(?:翻倍|即|可|享)|包含在内"
)
"""How goes on what names graduates or interns without looking for them alone (`实习生与正式员工同等福利`)."""
_INTERNSHIP = re.compile(r"实习|\bintern")
HEADING = 36
DUTIES_REACH = 24
"""Characters in which a line's role ends and its duties begin, and in which a heading above it stands."""
_OVER_ROLES = frozenset({"岗位", "职位", "岗位名称", "职位名称", "招聘岗位", "招聘职位"})
"""What a line says whose next one is a role."""
_ROW_OR_NAMED = ("|", "职位名称", "岗位名称", "招聘职位", "招聘岗位")
"""With what a line begins that names a role, however long it is: a table's row, or a label."""
_HIRING_BEFORE = re.compile(r"招聘|诚聘|急聘|寻找|招募|募集|诚招|岗位[:：]|职位[:：]|招|需要")
_FIXED = frozenset({
    "实习生", "招实习", "应届", "初级", "校招", "校园招聘", "中级", "秋招", "春招",
    "graduate software engineer", "graduate software developer", "graduate developer", "graduate engineer",
})  # fmt: skip


def experience(found: Document) -> Years | None:
    """Return (least, most) years asked for, the field first; None where no number is stated."""
    field = found.row["experience"].lower()
    if field:
        read = _years(field, True, True)
        if read is None and _FRESH_ONLY.search(field):
            read = 0.0, 0.0
        if read:
            return read
    title = found.slice(found.title).lower()
    body = found.scan.low[found.text.start : found.text.end]
    european = bool(found.scan.cues["experience"])
    read = _years(title, True, european) if title else None
    return read or _years(body, False, european) or _fresh(found, title, body)


def _fresh(found: Document, title: str, body: str) -> Years | None:
    """Return what `fresh graduates` asks for; a head line, which stands for a title, is the text's first line."""
    if title and _FRESH_ONLY.search(title):
        return None if "社招" in title or _is_class_of_interns(title) else (0.0, 0.0)
    if "应届" not in body:
        return None
    head = "" if title else found.slice(found.head)
    if ("应届" in head and "社招" not in head) or (_is_fresh(_FRESH_CLASS, body) and "社招" not in body):
        return 0.0, 0.0
    return (0.0, None) if _is_fresh(_FRESH_TOO, body) else None


def _is_class_of_interns(title: str) -> bool:
    """Whether a title names the class that an intern is of (`27届-客户端开发实习生`): it has not left school yet."""
    return "实习" in title and "应届" not in title and "校" not in title


def _is_fresh(pattern: re.Pattern[str], body: str) -> bool:
    """Whether a pattern of `应届` fits one of its places."""
    at = body.find("应届")
    while at >= 0:
        if pattern.search(body, max(0, at - FRESH_REACH), at + FRESH_REACH):
            return True
        at = body.find("应届", at + 1)
    return False


def _years(text: str, loose: bool, european: bool) -> Years | None:
    at = text.find("年")
    while at >= 0:
        if _is_counted_zh(text, at) and (read := _read_zh(text, at, loose)):
            return read
        if text.startswith("限", at + 1) and (read := _years_behind(text, at)):
            return read
        at = text.find("年", at + 1)
    return _years_en(text, loose) or _years_unnamed(text) or (_read_european(text) if european else None)


def _years_unnamed(text: str) -> Years | None:
    """Read years whose 年 was left out, beside `经验`; one sign of that is found faster than both."""
    at = text.find("验")
    while at > 0:
        if text[at - 1] == "经":
            read = _years_behind(text, at - 1)
            if read is None and _counts_before(text, at - 1):
                match = _ZH_UNNAMED.search(text, max(0, at - UNNAMED_REACH), at + 1)
                read = _unnamed(match) if match else None
            if read:
                return read
        at = text.find("验", at + 1)
    return None


def _years_behind(text: str, at: int) -> Years | None:
    """Read the number behind `经验` or `年限` at a place that is a label (`工作年限：3-5`)."""
    if at + 2 >= len(text) or text[at + 2] not in "：: 年要":
        return None
    match = _ZH_UNNAMED_BEHIND.match(text, at)
    return _unnamed(match) if match else None


def _counts_before(text: str, at: int) -> bool:
    """Whether a digit with a sign of _ZH_UNNAMED behind it stands not far before a place."""
    counted = False
    for place in range(max(0, at - UNNAMED_REACH), at):
        if "0" <= text[place] <= "9":
            counted = True
        elif counted and text[place] in "+-~～–":
            return True
    return False


def _unnamed(match: re.Match[str]) -> Years | None:
    low, high = float(match[1]), float(match[2] or 0)
    return (low, high) if high > low else None if high else (low, None)


def _years_en(text: str, loose: bool) -> Years | None:
    """Read what counts the first years; shorter ways of writing them are looked for behind `years`."""
    yr = yoe = False
    at, last = text.find("y"), len(text) - 1
    while 0 <= at < last:
        follows = text[at + 1]
        if follows == "e":
            if text.startswith("year", at) and (read := _counted_or_labelled(text, at, loose)):
                return read
        elif follows == "r":
            yr = True
        elif follows == "o":
            yoe = True
        at = text.find("y", at + 1)
    if yr and (read := _years_written(text, "yr", loose)):
        return read
    return _years_written(text, "yoe", loose) if yoe else None


def _counted_or_labelled(text: str, at: int, loose: bool) -> Years | None:
    """Read the number that counts the years at a place, or stands behind them as a label's."""
    if _is_counted(text, at):
        return _read_en(text, at, loose)
    if text.endswith(_COUPLE, 0, at) and _COUPLE_AFTER.match(text, at):
        return 2, None
    label = _EN_LABELLED.match(text, at)
    if not label or _value(label[1]) > MOST_YEARS:
        return None
    return _value(label[1]), (_value(label[2]) if label[2] else None)


def _years_written(text: str, word: str, loose: bool) -> Years | None:
    at = text.find(word)
    while at >= 0:
        if read := _counted_or_labelled(text, at, loose):
            return read
        at = text.find(word, at + 1)
    return None


def _is_counted(text: str, at: int) -> bool:
    """Whether what _EN may begin with ends before the years at a place."""
    end = _behind(text, at)
    for adjective in _ADJECTIVES:
        if text.endswith(adjective, 0, end):
            end = _behind(text, end - len(adjective))
    if end == 0:
        return False
    char = text[end - 1]
    return char.isdecimal() or char in "+)" or (char in "eorxnts" and text.endswith(_COUNTS, 0, end))


def _is_counted_zh(text: str, at: int) -> bool:
    """Whether a number of _ZH_RANGE or _ZH_VALUE ends before the 年 at a place."""
    end = _behind(text, at)
    if end > 0 and text[end - 1] == "+":
        end = _behind(text, end - 1)
    return end > 0 and (text[end - 1].isdecimal() or text[end - 1] in "一二两三四五六七八九十半")


def _behind(text: str, at: int) -> int:
    """Return where what stands before a place ends, spaces left aside."""
    while at > 0 and text[at - 1].isspace():
        at -= 1
    return at


def _read_european(text: str) -> Years | None:
    """Read years of experience as Germanic and Romance languages and Polish write them (`minst 3 års erfarenhet`)."""
    for pattern in (_EUROPEAN, _EUROPEAN_BEHIND):
        match = pattern.search(text)
        if match and not _EUROPEAN_FIRM.search(text, max(0, match.start() - 48), match.start()):
            low, high = _value(match[1]), match[2]
            return None if low > MOST_YEARS else (low, _value(high) if high else None)
    return None


def _value(text: str) -> float:
    return float(_HAN_DIGITS.get(text, _WORDS.get(text, _EUROPEAN_NUMBERS.get(text, text))))


def _read_zh(text: str, at: int, loose: bool) -> Years | None:
    """Read the number of years that ends at the 年 of position `at`."""
    offset = max(0, at - 12)
    window = text[offset : at + 1]
    match = _ZH_RANGE.search(window) if _has_range(window) else None
    if not match:
        match = (_ZH_PAIR.search(window) if _is_pair(text, at) else None) or _ZH_VALUE.search(window)
    if not match:
        return None
    start = offset + match.start()
    before, after = text[max(0, start - 8) : start], text[at + 1 : at + 30].partition("\n")[0]
    if _is_other_span(text[start:at], before, after) or (_may_end_span(before) and _ZH_NOT.search(before)):
        return None
    more, less = _ZH_AND_MORE.match(after), _ZH_AND_LESS.match(after)
    if not less and _may_be_most(before):
        less = _ZH_AT_MOST.search(before)
    listed = match.re is _ZH_RANGE and _is_listed_range(before, after)
    short = _is_short_fact(before, after, more.end() if more else 0)
    if not (
        loose or listed or short or _speaks_of_work(before, after, more is not None or _is_at_most(before, less))
    ) and not (more and (_ends_in_work(text[at + 1 : at + LONGEST_CLAUSE]) or _is_labelled(text, start))):
        return None
    if _is_of_group(text, start, after):
        return None
    numbered = "." in match[1] and text[max(0, start - 1) : start] in {"", "\n"}
    return _zh_bounds(match, less is not None, numbered)


def _is_pair(text: str, at: int) -> bool:
    """Whether two numbers in Hanzi stand side by side before a place."""
    end = _behind(text, at)
    return end > 1 and text[end - 1] in _HAN_PAIRED and text[end - 2] in _HAN_PAIRED


def _may_be_most(before: str) -> bool:
    """Whether _ZH_AT_MOST may end as what stands before a number of years does."""
    end = _behind(before, len(before))
    return end > 0 and before[end - 1] in "过于<≤"


def _is_at_most(before: str, less: re.Match[str] | None) -> bool:
    """Whether years are a ceiling, of work rather than since school (`毕业一年以内`)."""
    return less is not None and not before.rstrip().endswith("毕业")


def _is_labelled(text: str, start: int) -> bool:
    """Whether `年限` stands before a number of years in its line, not far away (`工作年限：建议 P7 三年起`)."""
    first = max(0, start - LABEL_REACH)
    at = text.rfind("年限", first, start)
    return at >= 0 and text.find("\n", at, start) < 0


def _is_of_group(text: str, start: int, after: str) -> bool:
    """Whether not one person but a firm, a team or somebody in it has the years, or they give a right."""
    if _ZH_GROUP_AFTER.match(after) or _ZH_RIGHT_AFTER.match(after):
        return True
    first = max(0, start - 40)
    return _GROUP_WORDS.first(text[first:start]) >= 0 and _ZH_GROUP.search(text, first, start) is not None


def _is_listed_range(before: str, after: str) -> bool:
    """Whether a range of years stands in a list of short facts (`本科 / 3-5年`), or begins and ends its line so."""
    if _ZH_LISTED.search(before):
        return _ZH_LISTED_AFTER.match(after) is not None
    return _ZH_LINE_BEGUN.search(before) is not None and _ZH_LINE_ENDED.match(after) is not None


def _is_short_fact(before: str, after: str, more: int) -> bool:
    """Whether a number of years is a fact in a list or a line of its own: `3年 · 本科`, `* 3年左右`, `(2年以上)`.

    Args:
        before: What stands before it.
        after: What stands behind it.
        more: Where in that `以上` or the like ends; 0 where none stands there.
    """
    if _ZH_BESIDE_DEGREE.match(after, more) or before.endswith(_AT_LEAST):
        return True
    if not more:
        return False
    if before.endswith(_CLAUSE_BEGUN) and _ZH_CLAUSE_ENDED.match(after, more):
        return True
    bracketed = before.endswith("(") and after.startswith(")", more)
    if bracketed or (before.endswith(_ROLE_ENDED) and len(after) <= more):
        return True
    if not _ZH_LINE_BEGUN.search(before):
        return False
    return _ZH_LINE_ENDED.match(after, more) is not None or _ZH_FIELD.search(after, more) is not None


def _may_end_span(before: str) -> bool:
    """Whether _ZH_NOT may end as what stands before a number of years does."""
    end = _behind(before, len(before))
    return end > 0 and before[end - 1] in "立去近续第前后来经办同签满职龄每注耕修保这展累史建过仅了短营司有耘合设磨淀心"


def _has_range(window: str) -> bool:
    """Whether a sign of _ZH_RANGE stands in a text."""
    for char in window:  # noqa: SIM110 - a loop of C, a generator is none
        if char in "-~～–—至到或":
            return True
    return False


def _ends_date(char: str) -> bool:
    """Whether a character before a number of years makes a date of it, or a number of more digits."""
    return char.isdigit() or char in _ZH_DATE_BEFORE


def _is_other_span(years: str, before: str, after: str) -> bool:
    """Whether the figure is part of a date, of a half-year or of a time that has gone by."""
    if before and _ends_date(before[len(before) - 1]):
        return True
    if after and after[0] in _ZH_OTHER_YEARS and after[:2] != "内容":
        return not (after[0] == "内" and before.rstrip().endswith(("经验", "工作")))
    if "半" in years and (_ZH_OTHER_HALF.search(before) or not _ZH_EXPERIENCE.search(before + after)):
        return True
    if after[:2] in _ZH_BENEFIT or _ZH_TIMES.match(after):
        return True
    return after[:1] in {"前", "后"} and after[1:2] not in "端台后"


def _speaks_of_work(before: str, after: str, more: bool) -> bool:
    if not more and after[:1] in {"，", ","}:
        after = ""
    if _ZH_WORK.search(after) or _ZH_WORK_BEFORE.search(before):
        return True
    return more and bool(_ZH_ASKED_BEFORE.search(before) or _ZH_ROLE.search(after))


def _ends_in_work(behind: str) -> bool:
    """Whether the clause behind `以上` goes on to experience, however long its list (`类 Unix 下 C/C++ 开发经验`)."""
    return _LONG_CLAUSE.match(behind) is not None


def _zh_bounds(match: re.Match[str], less: bool, numbered: bool) -> Years | None:
    """Return the bounds; the 1 of `1.5年以上` that begins a line is its number in a list."""
    low = _value(match[1])
    if numbered:
        low = _value(match[1].partition(".")[2])
    if match.re is not _ZH_VALUE:
        high = _value(match[2])
        return (low, high) if low < high <= MOST_YEARS else None
    if low > MOST_YEARS:
        return None
    return (None, low) if less else (low, None)


def _read_en(text: str, at: int, loose: bool) -> Years | None:
    offset = max(0, at - 28)
    match = _EN.search(text, offset, at + 20)
    while match and match.end() <= at:
        match = _EN.search(text, match.end(), at + 20)
    if not match or match.start() > at:
        return None
    before, after = text[max(0, match.start() - 30) : match.start()], text[match.end() : match.end() + 60]
    if before.endswith("<") and _EN_WORK.search(after):
        return None, _value(match[1])
    exact = not (match[2] or match[3] or match[5])
    spent = exact and before.endswith(" in ") and not before.endswith("experience in ")
    if (
        spent
        or _EN_NOT_AFTER.match(after)
        or (_EN_NOT.search(before) and not _asks_more_than(text, before, match.start()))
    ):
        return None
    done = _EN_DONE_BEFORE.search(text, max(0, match.start() - 56), match.start())
    asked = (not exact or after.startswith(" (")) and _is_asked(before, after)
    if not (loose or done or asked or "yoe" in match[0] or _EN_WORK.search(after) or _EN_WORK_BEFORE.search(before)):
        return None
    low, high = _value(match[1]), match[3]
    if low > MOST_YEARS:
        return None
    return (low, None) if match[2] or match[4] or match[5] or not high else (low, _value(high))


def _is_asked(before: str, after: str) -> bool:
    """Whether `5+` or `3-5` years are asked for: at a line's start, behind a label, or in brackets behind a role."""
    if before.endswith(("(", "[")):
        return after.startswith((")", "]", ".)"))
    if before.endswith(": ") and after.startswith((" (required", " (preferred")):
        return True
    return _EN_DONE.match(after) is not None and _EN_ASKED_BEFORE.search(before) is not None


def _asks_more_than(text: str, before: str, start: int) -> bool:
    """Whether `more than` or `over` before a number of years belongs to what is asked for."""
    asked = before.endswith(("more than ", "over "))
    return asked and _EN_MORE_THAN.search(text, max(0, start - MORE_THAN_REACH), start) is not None


def education(found: Document) -> str:
    """Return the least education asked for, the field first; `unspecified` where none is stated."""
    field = found.row["education"]
    if field:
        level = _field_degree(field.lower())
        if level:
            return level
    least = ""
    for hit in _degrees(found):
        entry = hit.entry
        if not least or _RANK.index(entry.value) < _RANK.index(least):
            least = entry.value
    return least or "unspecified"


def degrees(found: Document) -> list[Hit]:
    """Return the first degree that the text asks for with those beside it that lower what is asked.

    A kind of school or a degree of no level (a weight below 1) counts where no level is asked for.
    """
    return _degrees(found)


def _degrees(found: Document) -> list[Hit]:
    cues = found.scan.cues["education"]
    if not cues:
        return []
    first = found.title.start
    hits = [hit for hit in _apart(cues) if hit.start >= first and hit.entry.weight]
    return _first_degrees(found, [hit for hit in hits if hit.entry.weight >= 1]) or _first_degrees(found, hits)


def _first_degrees(found: Document, hits: list[Hit]) -> list[Hit]:
    for position, hit in enumerate(hits):
        if _asks_degree(found, hit):
            near = hits[position + 1 : position + 6]
            return [hit, *[other for other in near if _same_clause(found, hit, other) and _asks_degree(found, other)]]
    return []


def _apart(hits: list[Hit]) -> list[Hit]:
    """Return the hits inside no longer one that begin after the one before ends.

    `master's degree in` names no bachelor's `degree in`.
    """
    if len(hits) < 2:  # noqa: PLR2004 - one alone lies in none
        return hits
    kept: list[Hit] = []
    opened = closed = ended = -1
    for hit in sorted(hits, key=_start_longest_first):
        start, end = hit.start, hit.end
        if end <= closed and not (start == opened and end == closed):
            continue
        opened, closed = start, end
        if start >= ended:
            kept.append(hit)
            ended = end
    return kept


def _start_longest_first(hit: Hit) -> tuple[int, int]:
    start, end = hit.start, hit.end
    return start, -end


def _field_degree(field: str) -> str | None:
    for words, level in (
        ("大专专科高职", "junior-college"),
        ("本科学士大学", "bachelor"),
        ("硕士研究", "master"),
        ("博士", "phd"),
    ):
        if any(words[at : at + 2] in field for at in range(0, len(words), 2)):
            return level
    for word, level in (
        ("bachelor", "bachelor"),
        ("master", "master"),
        ("phd", "phd"),
        ("doctor", "phd"),
        ("associate", "junior-college"),
    ):
        if word in field:
            return level
    return "none" if any(word in field for word in _NO_DEGREE_FIELD) else None


def _asks_degree(found: Document, hit: Hit) -> bool:
    low = found.scan.low
    start, end, entry = hit.start, hit.end, hit.entry
    before = low[max(0, start - 16) : start]
    if entry.value == "none":
        return not _NO_DEGREE_OF_OTHERS.search(before)
    if _is_degree_of_others(found, before, start):
        return False
    if _is_school(low, start, end):
        return False
    if _is_asked_elsewhere(low, before, start):
        return True
    if not _names_degree(low, start, end, entry.value, before) or (
        before.endswith(_NOT_DEGREE_ENDS) and _NOT_DEGREE.search(before)
    ):
        return False
    under_way = before.endswith(" ") and _UNDER_WAY.search(low, max(0, start - 48), start)
    required = low.startswith(_REQUIRED_BEHIND, end)
    return required or not (under_way or _is_preferred(low, end) or _is_welcome_only(low, start))


def _is_asked_elsewhere(low: str, before: str, start: int) -> bool:
    if not before.endswith(("require a ", "require an ")):
        return False
    return _ASKED_ELSEWHERE.search(low, max(0, start - ELSEWHERE_REACH), start) is not None


def _is_school(low: str, start: int, end: int) -> bool:
    """Whether a course or a school is named, and nothing says that one is to have left it."""
    if low.endswith("graduate", start, end):
        return _COURSE.match(low, end, end + 12) is not None
    return (
        low.endswith("大学", start, end)
        and low.find("学历", start, end) < 0
        and _LEFT_SCHOOL.match(low, end, end + 20) is None
    )


def _is_preferred(low: str, end: int) -> bool:
    """Whether what stands behind a degree says that it is only welcome, or names who has it."""
    words = _PREFERRED_DEGREE_WORDS.first(low[end : end + 80])
    return words >= 0 and _PREFERRED_DEGREE.match(low, end, end + 80) is not None


def _is_degree_of_others(found: Document, before: str, start: int) -> bool:
    low, near = found.scan.low, max(0, start - GRADUATED_REACH)
    if low.find("毕业于", near, start) >= 0 and _GRADUATED.search(low, near, start):
        return True
    if not low[start].isascii() and _is_degree_of_team(low, start):
        return True
    if before.endswith(" "):
        return _DEGREE_OF_OTHERS.search(low, max(0, start - OTHERS_REACH), start) is not None
    return before.endswith("(") and _PERSON_BEFORE.search(found.scan.text, max(0, start - 32), start) is not None


def _is_degree_of_team(low: str, start: int) -> bool:
    """Whether a Chinese clause tells of the degrees that people of the firm have."""
    if _DEGREE_OF_TEAM.match(low, start + 2, start + TEAM_REACH):
        return True
    first = max(0, start - TEAM_REACH)
    return _TEAM_WORDS.first(low[first:start]) >= 0 and _TEAM_BEFORE.search(low, first, start) is not None


def _names_degree(low: str, start: int, end: int, level: str, before: str) -> bool:
    """Whether a short spelling stands where a degree is asked for, rather than for something else."""
    if level == "phd" and low.find("学历", start, end) < 0:
        return bool(_DOCTOR_AFTER.match(low, end) and (_DOCTOR_BEFORE.search(before) or not low[start].isascii()))
    if low[start:end] in _MASTER_SHORT:
        return bool(_MASTER_AFTER.match(low, end) and _MASTER_NEAR.search(before))
    return True


def _is_welcome_only(low: str, start: int) -> bool:
    """Whether the nearest heading before a degree speaks of what is welcome rather than asked for."""
    part = low[max(0, start - PART) : start]
    if _PREFERRED_WORDS.first(part) < 0:
        return False
    welcome = -1
    for match in _PREFERRED_PART.finditer(part):
        welcome = match.end()
    if welcome < 0 or _is_over(part, welcome):
        return False
    return not _REQUIRED_PART.search(part, welcome) and not _NEXT_LIST.search(part, welcome)


def _is_over(part: str, welcome: int) -> bool:
    """Whether what is welcome was said within an item that has ended (`Bonus if you know SQL well - BS in CS`)."""
    item = _ITEM_AFTER.search(part, welcome)
    rest = part[welcome : item.start()].rstrip() if item else ""
    return len(rest) > LONGEST_HEADING and not rest.startswith(":") and not rest.endswith(":")


def _same_clause(found: Document, hit: Hit, other: Hit) -> bool:
    low, first, last = found.scan.low, hit.end, other.start
    if last - first > DEGREES_REACH:
        return False
    for char in low[first:last]:
        if char in "，。；;\n":
            return False
    return not low.endswith(_NO_ALTERNATIVE, first, last)


def seniority(found: Document) -> list[str]:
    """Return the levels that title, head line or text state, lowest first."""
    named = {hit.entry.value for hit in _levels(found, False)}
    employment = found.row["employment"]
    if not (named or employment):
        return []
    if employment and _INTERNSHIP.search(employment.lower()):
        named.add("intern")
    return [level for level in SENIORITIES if level in named]


def levels(found: Document) -> list[Hit]:
    """Return the cues that state a level."""
    return _levels(found, True)


def _levels(found: Document, every: bool) -> list[Hit]:
    """Return the cues that state a level: every one, or the first of each level."""
    cues = found.scan.cues["seniority"]
    stated: list[Hit] = []
    if not cues:
        return stated
    named: set[str] = set()
    low, title, title_end = found.scan.low, found.title.start, found.title.end
    head, head_end, text, text_end = found.head.start, found.head.end, found.text.start, found.text.end
    for hit in cues:
        start, end, entry = hit.start, hit.end, hit.entry
        if start < title or (not every and entry.value in named):
            continue
        in_head = head <= start < head_end
        if entry.where == "title":
            states = (in_head or start < title_end) and _is_level_in_title(low, start, end)
        else:
            states = text <= start < text_end and not in_head and _is_level_in_text(low, start, end, entry.value)
        if states and not (entry.value == "executive" and signs(low, start)):
            named.add(entry.value)
            stated.append(hit)
    return stated


def _is_level_in_title(low: str, start: int, end: int) -> bool:
    word = low[start:end]
    if word in _HELPED and (low.find("助", end, end + 6) >= 0 or _is_writer(low, start)):
        return False
    if word == "助理":
        return bool(_ASSISTED_ROLE.match(low, end, end + 8))
    if word in _CHIEF_OFFICERS and _MET.search(low, max(0, start - 16), start):
        return False
    if word in _OTHER_FIELD_BEFORE:
        return not _OTHER_FIELD_BEFORE[word].search(low, max(0, start - 12), start)
    if word == "staff":
        return bool(_STAFF_TITLE.match(low, end, end + 30))
    verb = word == "lead" and _VERB_BEFORE.search(low, max(0, start - 8), start)
    return not (verb or (word in _NOT_IN_TITLE and _NOT_IN_TITLE[word].match(low, end, end + 12)))


def _is_level_in_text(low: str, start: int, end: int, level: str) -> bool:
    word = low[start:end]
    before, after = low[max(0, start - 48) : start], low[end : end + 48]
    if _is_of_others(low, start, level, word, before):
        return False
    if word == "实习" or word in _CHIEFS:
        return _is_narrow(word, before, after) and (word == "实习" or _is_heading(low, start, end))
    if _is_rank(before, after) or (level in _GRADES and _is_one_of_several(low, start, end, before, after)):
        return True
    if level == "intern" or word in _FIXED or word.endswith(_NEW):
        return not ((before.endswith(" ") and _NOT_NEW.search(before)) or _FRESH_ASIDE.match(after))
    if not word.isascii():
        person = word.endswith(("师", "家", "人"))
        others = person and _OTHERS_AFTER_ZH.match(after)
        named = not (others or after.startswith(_OTHER_GRADE)) and (
            person or word.endswith(("级", "阶")) or _ROLE_AFTER_ZH.match(after) is not None
        )
        return named and _is_heading(low, start, end)
    return _is_english_level(word, before, after, level)


def _is_rank(before: str, after: str) -> bool:
    """Whether a bracket says which level a rank of the firm is: `P6（资深）`."""
    return before.endswith(("(", "（")) and after[:1] in {")", "）", "/"} and _RANK_BEFORE.search(before) is not None


def _is_one_of_several(low: str, start: int, end: int, before: str, after: str) -> bool:
    """Whether all of some levels are looked for, or one stands among others in a bracket behind a role."""
    if _is_all(after) and _ALL_LEVELS.match(after):
        return True
    if start == 0 or end >= len(low) or low[start - 1] not in _LISTED_BEFORE or low[end] not in _LISTED_BEHIND:
        return False
    return _LEVELS_BRACKET.search(before) is not None and _is_heading(low, start, end)


def _is_all(after: str) -> bool:
    """Whether a word of _ALL_LEVELS that says `all` stands in what follows a level."""
    return "都" in after or "均" in after or "皆" in after


def _is_of_others(low: str, start: int, level: str, word: str, before: str) -> bool:
    """Whether the level is that of colleagues or founders."""
    if word.isascii():
        others = before.endswith(_HELPED_CHIEF) or (
            _OTHERS_WORDS.first(before) >= 0 and _is_level_of_others(before, level)
        )
        return others or signs(low, start)
    end = start + len(word)
    if level == "executive" and _FOUNDER_AFTER_ZH.match(low, end, end + 16):
        return True
    if level in _CHIEF_LEVELS and _is_writer(low, start):
        return True
    near = low[max(0, start - 12) : start]
    told = near.endswith(_OTHERS_ENDS_ZH) or _OTHERS_WORDS_ZH.first(near) >= 0
    return told and _OTHERS_LEVEL_ZH.search(near) is not None


def _is_writer(low: str, start: int) -> bool:
    """Whether the chief named at `start` is who writes the text."""
    first = max(0, start - WRITER_REACH)
    return low.find("我是", first, start) >= 0 and _WRITER.search(low, first, start) is not None


def _is_level_of_others(before: str, level: str) -> bool:
    """Whether what stands before an English level says whose it is: a colleague's, or the writer's own."""
    if before.find(" to be ") >= 0 and _NOT_TO_BE.search(before):
        return True
    if before.find("team of ") >= 0 and _TEAM_LEVEL.search(before):
        return True
    if _OTHERS_LEVEL.search(before) or _COLLEAGUE_LEVEL.search(before) or _OWN_LEVEL.search(before):
        return True
    return level in _CHIEF_LEVELS and _OUR_CHIEF.search(before) is not None


def _is_narrow(word: str, before: str, after: str) -> bool:
    """Whether `实习` stands beside a role or a kind of hiring, or a chief's word ends the name of a role."""
    if word in _CHIEFS:
        return bool(_CHIEF_AFTER.match(after) and _CHIEF_BEFORE.search(before[-CHIEF_REACH:]))
    return bool(_INTERN_AFTER.match(after) or (_INTERN_BEFORE.search(before) and _INTERN_END.match(after)))


def _is_heading(low: str, start: int, end: int) -> bool:
    """Whether the line is short, as a role's heading is, or words of hiring stand before."""
    opened = low.rfind("\n", max(0, start - HEADING), start)
    stop = min(end + HEADING, len(low))
    closed = low.find("\n", end, stop)
    closed = len(low) if closed < 0 and stop == len(low) else closed
    short = opened >= 0 and 0 <= closed - opened <= HEADING
    short = short or (
        opened >= 0 and (low.startswith(_ROW_OR_NAMED, opened + 1) or _opens_line(low, opened, start, end))
    )
    return short or _HIRING_BEFORE.search(low, max(0, start - 14), start) is not None


def _opens_line(low: str, opened: int, start: int, end: int) -> bool:
    """Whether a line is what a heading names (`职位`), or begins with a level, its role and duties (`资深…，负责…`)."""
    if opened + 1 == start and low.find("负责", end, end + DUTIES_REACH) >= 0:
        return True
    if opened < 1 or low[opened - 1] not in "位称:】 #*":
        return False
    first = max(0, opened - DUTIES_REACH)
    return low[low.rfind("\n", first, opened) + 1 : opened].strip(" :#*【】") in _OVER_ROLES


def _is_english_level(word: str, before: str, after: str, level: str) -> bool:
    if level == "executive":
        offered = word not in _OFFICES or _OFFICE_AFTER.match(after) is not None
        listed = word in _OFFICES and _LINE_BEGUN.search(before) and _OFFICE_LINE.match(after)
        return offered and bool(listed or _EXECUTIVE_BEFORE.search(before) or _IN_LIST.search(before))
    if word in {"lead", "leads", "team lead", "tech lead", "technical lead", "engineering lead"}:
        named = (_LEAD_NOUN.match(after) and not _VERB_BEFORE.search(before)) or _LEAD_LINE.search(
            before + "\0" + after
        )
        return not after.startswith(" by ") and bool(
            " " in word or (word == "lead" and named) or _LEAD_BEFORE.search(before)
        )
    if word in {"architect", "architects"}:
        line = before + "\0" + after
        return bool(_ARCHITECT_BEFORE.search(before) or _WHOLE_LINE.search(line) or _ARCHITECT_LINE.search(line))
    if word in _NAMED_ROLE:
        return bool(_NAMED_ROLE[word].match(after))
    if word == "head of" or word.startswith(_MANAGERS):
        return bool(_EXECUTIVE_BEFORE.search(before) or _HEADING_BEFORE.search(before))
    rung = before.endswith(("/", " ", "-")) and word in _LADDER and _RUNG_BEFORE.search(before)
    return bool(rung or _ROLE_AFTER.match(after)) or word.endswith("s")
