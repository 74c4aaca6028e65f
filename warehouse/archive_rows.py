"""From one row of an archive to a posting, by a mapping. Files, duplicates and landing are elsewhere."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Set as AbstractSet
from datetime import datetime
from functools import cache
from typing import Any, Literal, cast, get_args

from warehouse import clock
from warehouse.mappings import ColumnMapping, plain
from warehouse.moments import read_moment, read_relative
from warehouse.records import DateKind, RawPosting, TextFormat
from warehouse.tabular import Row

_WORDS = ("salary", "experience", "education", "employment", "remote")
_TAG_BORDER = re.compile(r"[,，、|;；]")
_TAG_OF_HTML = re.compile(r"<(?:p|br|div|ul|li|h\d|span|strong|b)\b[^>]*>", re.IGNORECASE)
_WHOLE_FLOAT = re.compile(r"(\d+)\.0")
_PERSONAL = re.compile(
    r"联系人|联系方式|电话|手机|邮箱|微信|(?<![a-z])qq(?![a-z])|发布人|发布者|招聘者|猎头|姓名|头像"
    r"|phone|mobile|e-?mail|wechat|weixin|recruiter|publisher|avatar|portrait|staffcard|^hr(?![a-z])|^hr_?(?:name|id|uid|info|title|job|position|active)"
    r"|^boss_?(?:name|title|avatar|info|id|cert|online)|userid$|user_id$|contact_?(?:name|person)?$",
    re.IGNORECASE,
)
"""Names of columns that tell of persons; a column that a mapping reads is not dropped, but scrubbed."""


def posting_of(row: Row, mapping: ColumnMapping, board: str, scope: str) -> RawPosting:
    """Return what a row says; `raw` holds all its columns but those that tell of persons only."""
    said = {name: mapping.value(row, name) for name in {*mapping.fields, *mapping.constants}}
    seen = read_moment(said.get("crawled_at"), mapping.zone, mapping.dates)
    posted, kind = _posted(said, mapping, seen)
    text = plain(said.get("text"))
    return RawPosting(
        board=board,
        scope=scope,
        key=_key(said),
        fetched_at=(seen or clock.now()).isoformat(timespec="seconds"),
        url=plain(said.get("url")),
        title=plain(said.get("title")),
        company=plain(said.get("company")),
        location="; ".join(dict.fromkeys(place for name in ("location", "city") if (place := plain(said.get(name)))))
        or None,
        text=text,
        text_format=_format(said.get("text_format"), text),
        **{name: plain(said.get(name)) for name in _WORDS},
        tags=_tags(said.get("tags")),
        author=plain(said.get("author")),
        posted_raw=plain(said.get("posted_raw")) or plain(said.get("posted_at")),
        posted_kind=kind,
        posted_at=posted.isoformat(timespec="seconds") if posted else None,
        expires_at=_iso(read_moment(said.get("expires_at"), mapping.zone, mapping.dates)),
        raw=_without_persons(row, mapping.personal, mapping.leaves),
    )


def _posted(said: dict[str, Any], mapping: ColumnMapping, seen: datetime | None) -> tuple[datetime | None, DateKind]:
    """Return the day of posting and its kind. Relative words are read only where the row says when it was seen."""
    stated = said.get("posted_at")
    if (moment := read_moment(stated, mapping.zone, mapping.dates)) is not None:
        kind = said.get("posted_kind")
        return moment, cast("DateKind", kind) if kind in get_args(DateKind) else "listed"
    moment = read_relative(stated, seen, mapping.zone) if seen and stated else None
    return moment, "relative" if moment else "unknown"


def _key(said: dict[str, Any]) -> str:
    """Return the row's id, or for archives without ids one made of what the row says: equal rows are one posting."""
    if given := plain(said.get("id")):
        whole = _WHOLE_FLOAT.fullmatch(given)
        return whole[1] if whole else given
    parts = ("title", "company", "city", "location", "salary", "text", "posted_at")
    telling = said.get("url") or "|".join(str(said[name]) for name in parts if name in said)
    return hashlib.blake2b(str(telling).encode(), digest_size=8).hexdigest()


def _tags(value: Any) -> list[str]:  # noqa: ANN401 - a cell of any type
    given = value if isinstance(value, list) else _TAG_BORDER.split(str(value or ""))
    return list(dict.fromkeys(tag for each in given if (tag := (plain(each) or "").strip(" []'\""))))


def _format(stated: Any, text: str | None) -> TextFormat | None:  # noqa: ANN401 - a cell of any type
    known: dict[str, Literal["html", "markdown", "plain"]] = {"html": "html", "markdown": "markdown", "plain": "plain"}
    if text is None:
        return None
    return known.get(str(stated)) or ("html" if _TAG_OF_HTML.search(text) else "plain")


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat(timespec="seconds") if moment else None


@cache
def _tells_of_persons(column: str) -> bool:
    return _PERSONAL.search(column) is not None


def _without_persons(value: Any, personal: AbstractSet[str], read: AbstractSet[str]) -> Any:  # noqa: ANN401 - JSON
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        return {
            str(name): _without_persons(held, personal, read)
            for name, held in value.items()
            if str(name).lower() not in personal and (name in read or not _tells_of_persons(str(name)))
        }
    if isinstance(value, list):
        return [_without_persons(each, personal, read) for each in value]
    return value if value is None or isinstance(value, int | float) else str(value)
