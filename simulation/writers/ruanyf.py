"""The monthly threads 谁在招人 of a Chinese weekly on GitHub: issues, comments in Markdown, seekers and questions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import count

from simulation.dice import Dice, dice
from simulation.protocols.github import Comment, Issue
from simulation.vacancies import Vacancy
from simulation.wording import chinese
from simulation.writers.advert import Advert, in_chinese

AGAIN = (0.18,)
"""Parts of a month's vacancies that are posted once more, twice more."""
REPO = "ruanyf/weekly"
_OWNER = "ruanyf"
_WELCOME = (
    "大家好，本帖用来发布{month}的招聘信息，请写明公司、城市、岗位和薪资范围。\r\n\r\n"
    "求职者请直接按帖中方式联系招聘方，谢绝中介。\r\n\r\n历史帖：{past}"
)


def issues(seed: int, threads: Mapping[date, Sequence[Vacancy]], end: date) -> list[Issue]:
    """Return the threads as issues, with comments up to the day `end`, and issues that are no threads.

    Args:
        seed: The market's seed.
        threads: First day of a month -> vacancies advertised in its thread.
        end: Last day.
    """
    numbers, past, made = count(2190, 83), list[str](), list[Issue]()
    for month, vacancies in threads.items():
        chance, number = dice(seed, "ruanyf thread", month), next(numbers)
        opened = datetime(month.year, month.month, 1, 1, 30, tzinfo=UTC) - timedelta(days=chance.randint(1, 3))
        title = f"谁在招人？（{month.year}年{month.month}月）"
        comments = _comments(chance, seed, month, vacancies, opened)
        made.append(
            Issue(
                REPO, number, title, _OWNER, _iso(opened),
                _WELCOME.format(month=f"{month.year}年{month.month}月", past=" ".join(past[-3:]) or "无"),
                "open" if month >= end.replace(day=1) else "closed",
                tuple(one for one in comments if one.created_at[:10] <= end.isoformat()),
            )
        )  # fmt: skip
        past.append(f"#{number}")
        made.append(Issue(REPO, number + 7, "【自荐】一个命令行小工具", "tinker42", _iso(opened), "欢迎试用\r\n"))
    return made


def _comments(chance: Dice, seed: int, month: date, vacancies: Sequence[Vacancy], opened: datetime) -> list[Comment]:
    numbers = count(int(opened.timestamp()) + chance.randint(0, 900), 977)
    drafts = [(opened + timedelta(minutes=4), _OWNER, "<table><tr><td>上月招聘汇总</td></tr></table>")]
    drafts += list(_adverts(chance, seed, month, vacancies))
    for _ in range(chance.count(4)):
        moment = opened + timedelta(days=chance.uniform(1, 25))
        drafts.append((moment, f"guest{chance.randint(100, 999)}", chance.choice(chinese.SEEKING)))
    drafts.sort(key=lambda draft: (draft[0], draft[1]))
    return [Comment(next(numbers), author, _iso(moment), body) for moment, author, body in drafts]


def _adverts(chance: Dice, seed: int, month: date, vacancies: Sequence[Vacancy]) -> Iterator[tuple[datetime, str, str]]:
    for vacancy in vacancies:
        day = max(vacancy.opened, month)
        moment = datetime(day.year, day.month, day.day, chance.randint(1, 15), chance.randint(0, 59), tzinfo=UTC)
        yield (
            moment,
            f"{vacancy.employer.token}-hr",
            _body(dice(seed, vacancy.stream, vacancy.number, "post"), in_chinese(seed, vacancy)),
        )


def _body(chance: Dice, advert: Advert) -> str:
    head = chance.choice(chinese.HEADS).format(
        c=advert.vacancy.employer.name, r=advert.title, w=advert.place, p=advert.pay or "薪资面议"
    )
    lines = [head, "", advert.about, "", chance.choice(("**岗位职责：**", "### 岗位职责", "[岗位职责]"))]
    lines += _list(chance, advert.duties)
    asked = (advert.education, f"{advert.experience}工作经验" if "年" in advert.experience else "", *advert.musts)
    lines += [
        "",
        chance.choice(("**任职要求：**", "### 任职要求", "[岗位要求]")),
        *_list(chance, [one for one in asked if one]),
    ]
    if advert.pluses:
        lines += ["", chance.choice(("**加分项：**", "### 加分项")), *_list(chance, advert.pluses)]
    if advert.others:
        lines += ["", "另招：" + "、".join(advert.others)]
    lines += ["", *([advert.remote] if advert.remote else []), f"福利：{'；'.join(advert.perks)}", "", advert.contact]
    return "\r\n".join(lines)


def _list(chance: Dice, lines: Sequence[str]) -> list[str]:
    style = chance.choice(("{n}、{x}；", "{n}. {x}", "* {x}", "- {x}", "{n}）{x}。"))
    return [style.format(n=place, x=line) for place, line in enumerate(lines, 1)]


def _iso(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
