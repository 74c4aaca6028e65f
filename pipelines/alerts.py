"""Telling people what newly needs them and what is well again: one short mail, nothing twice.

What is wrong is troubles.py's affair. `alerts/told.json` in the home holds what was told. A letter is written down
before it is sent, and the outbox knows whom it reached: a process that is killed anywhere in between neither loses a
letter nor sends it twice.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP, default
from email.utils import format_datetime
from pathlib import Path

import orjson

from pipelines.troubles import Trouble
from reports.delivery import Sending, deliver
from reports.outbox import Outbox
from reports.smtp import Settings
from warehouse import clock
from warehouse.errors import JobproofError
from warehouse.files import replacing
from warehouse.home import Home

CALM = timedelta(days=7)
"""What comes back within this time is the same trouble: it is told once more, and well again only after as long."""
_GROUPS = 12
_NAMED = 3


@dataclass(frozen=True)
class Told:
    """What people know of one trouble.

    Args:
        trouble: As it was told.
        times: How often it was told.
        since: As first told.
        calm_since: When it was gone, ISO 8601 UTC; empty while it lasts.
        recovered: Whether people were told that it is well again.
    """

    trouble: Trouble
    times: int
    since: str
    calm_since: str = ""
    recovered: bool = False


@dataclass(frozen=True)
class Memory:
    """What was told so far.

    Args:
        told: Trouble's key -> what people know of it.
        letters: Letters written.
        pending: Name of a letter that has not reached everybody; empty where there is none.
    """

    told: dict[str, Told] = field(default_factory=dict)
    letters: int = 0
    pending: str = ""


@dataclass(frozen=True)
class News:
    """What a letter tells.

    Args:
        fresh: New troubles, and such as came back.
        well: What is well again.
    """

    fresh: tuple[Trouble, ...]
    well: tuple[Told, ...]

    def __bool__(self) -> bool:
        return bool(self.fresh or self.well)


EVERYTHING = ("board/", "run/", "check/")
"""Beginnings of the keys of all troubles that there are."""


def tell(
    home: Home,
    troubles: Sequence[Trouble],
    *,
    looked_at: tuple[str, ...] = EVERYTHING,
    busy: Iterable[str] = (),
    sending: Sending | None = None,
) -> str:
    """Mail what changed since the last letter; return in a sentence what was done.

    Args:
        home: Whose memory and outbox.
        troubles: All that is wrong now.
        looked_at: Beginnings of the keys that could be among them; others stay as they were told.
        busy: Boards of which nothing can be said now: what was told of them stays as it is.
        sending: How; as the JOBPROOF_SMTP_ settings say where None. Without a host letters are only written.

    Raises:
        JobproofError: A setting is wrong or the server cannot be used; the letter is sent with the next call.
    """
    with _only_teller(home):
        before, unknown = _read(home), set(busy)
        kept = {
            key for key, told in before.told.items() if told.trouble.about in unknown or not key.startswith(looked_at)
        }
        memory, news = compare(before, troubles, kept, clock.now())
        if news:
            letter = f"alert-{memory.letters + 1:05}"
            _write_letter(home, letter, compose(news, clock.now()))
            waiting = [memory.pending] if memory.pending else []
            memory = replace(memory, letters=memory.letters + 1, pending=" ".join([*waiting, letter]))
        _save(home, memory)
        if not memory.pending:
            return "nothing new"
        return _send(home, memory, sending)


def compare(memory: Memory, troubles: Sequence[Trouble], kept: set[str], now: datetime) -> tuple[Memory, News]:
    """Return the memory after now, and what is to be told.

    Args:
        memory: What was told before.
        troubles: All that is wrong now.
        kept: Keys of which nothing can be said now.
        now: The moment.
    """
    current = {trouble.key: trouble for trouble in troubles}
    before = {key: each for key, each in memory.told.items() if not _is_over(each, now)}
    told: dict[str, Told] = {}
    fresh: list[Trouble] = []
    for key, trouble in current.items():
        known = before.get(key)
        if known and not known.recovered and (known.trouble.grave or not trouble.grave):
            told[key] = replace(known, trouble=replace(trouble, grave=known.trouble.grave), calm_since="")
            continue
        told[key] = Told(trouble, 1 + (known.times if known else 0), trouble.since)
        fresh.append(trouble)
    gone = {key: known for key, known in before.items() if key not in current}
    after = {key: known if key in kept else _calmed(known, now) for key, known in gone.items()}
    ended = {key for key, each in after.items() if each.recovered and not gone[key].recovered}
    early = {key for key in ended if any(_is_one(after[key], each) for each in after.values() if _is_watched(each))}
    after |= {key: replace(after[key], recovered=False) for key in early}
    told |= {key: each for key, each in after.items() if not _is_over(each, now)}
    return replace(memory, told=told), News(tuple(fresh), tuple(after[key] for key in sorted(ended - early)))


def _is_over(known: Told, now: datetime) -> bool:
    """Tell whether a trouble has been told as well, and so long ago that the next one is another."""
    return known.recovered and _calm_for(known, now) >= CALM


def _is_watched(known: Told) -> bool:
    """Tell whether a trouble is gone and not told as well yet, since it came and went before."""
    return bool(known.calm_since) and not known.recovered


def _is_one(known: Told, other: Told) -> bool:
    """Tell whether two troubles are signs of one outage, of which readers are to hear once that it is over.

    Such are the same trouble of several tenants of a board (a line in one letter), several troubles of one tenant, and
    those of a board or job as a whole.
    """
    mine, theirs = known.trouble, other.trouble
    same = mine.what == theirs.what or mine.scope == theirs.scope
    return mine.about == theirs.about and (same or not mine.scope or not theirs.scope)


def _calmed(known: Told, now: datetime) -> Told:
    """Return what is known of a trouble that is gone: told as well at once the first time, then only when it lasts."""
    since = known.calm_since or now.isoformat()
    after = replace(known, calm_since=since)
    return replace(after, recovered=known.recovered or known.times == 1 or _calm_for(after, now) >= CALM)


def _calm_for(known: Told, now: datetime) -> timedelta:
    return now - datetime.fromisoformat(known.calm_since)


def compose(news: News, at: datetime) -> EmailMessage:
    """Compose the letter: a line for each board or job and kind of trouble, what to do, the command to look closer."""
    message = EmailMessage(policy=SMTP)
    message["Subject"] = _subject(news)
    message["Date"] = format_datetime(at)
    message.set_content(_text(news), cte="quoted-printable")
    return message


def _subject(news: News) -> str:
    fresh = list(dict.fromkeys(f"{trouble.about} {trouble.what}".strip() for trouble in news.fresh))
    well = list(dict.fromkeys(told.trouble.about for told in news.well))
    parts = [_few(fresh)] if fresh else []
    parts += [f"well again: {_few(well)}"] if well else []
    return f"[jobproof] {'; '.join(parts)}"


def _few(names: Sequence[str]) -> str:
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return ", ".join(names[:_NAMED]) + more


def _text(news: News) -> str:
    groups: dict[tuple[str, str], list[Trouble]] = {}
    for trouble in news.fresh:
        groups.setdefault((trouble.about, trouble.what), []).append(trouble)
    parts = ["\n".join(_lines(group)) for group in list(groups.values())[:_GROUPS]]
    if len(groups) > _GROUPS:
        parts.append(f"and {len(groups) - _GROUPS} more: jobproof boards")
    parts += ["\n".join(f"Well again: {line}" for line in _well(news.well))] if news.well else []
    return (
        "\n\n".join(parts)
        + "\n\nNothing of this is told again while it lasts; when it is well again, that is told once.\n"
    )


def _lines(group: Sequence[Trouble]) -> list[str]:
    first = group[0]
    scopes = [trouble.scope for trouble in group if trouble.scope]
    which = f" ({_few(scopes)})" if scopes else ""
    said = {
        "What": f"{first.about}: {first.what}{which}" + (f" — {first.detail}" if first.detail else ""),
        "Since": min(trouble.since for trouble in group),
        "Last good": max(trouble.last_good for trouble in group) or "never",
        "To do": first.remedy,
        "Look": first.command,
    }
    return [f"{name + ':':11}{text}" for name, text in said.items() if text]


def _well(well: Sequence[Told]) -> list[str]:
    groups: dict[tuple[str, str], list[Told]] = {}
    for told in well:
        groups.setdefault((told.trouble.about, told.trouble.what), []).append(told)
    return [
        f"{about}: {what}" + (f" ({_few(scopes)})" if scopes else "") + f", since {min(told.since for told in group)}"
        for (about, what), group in groups.items()
        for scopes in [[told.trouble.scope for told in group if told.trouble.scope]]
    ]


def _send(home: Home, memory: Memory, sending: Sending | None) -> str:
    """Send what waits; a letter stays pending until its outbox is settled with everybody."""
    if sending is None and not os.environ.get("JOBPROOF_SMTP_HOST", "").strip():
        _save(home, replace(memory, pending=""))
        return f"written, not sent (JOBPROOF_SMTP_HOST is not set): {home.alerts}"
    sending = sending or Sending(Settings.from_environment(), waits=())
    readers = [*sending.settings.recipients, *sending.settings.recipients_zh]
    waiting = [letter for letter in memory.pending.split() if not _reached(home, letter, readers, sending)]
    _save(home, replace(memory, pending=" ".join(waiting)))
    if waiting:
        raise JobproofError(
            f"{sending.settings.server}", f"has not taken {', '.join(waiting)} yet",
            remedy="It is sent with the next look; `jobproof alert` looks now.",
        )  # fmt: skip
    return f"sent {memory.pending}"


def _reached(home: Home, letter: str, readers: Sequence[str], sending: Sending) -> bool:
    message = message_from_bytes(_letter_path(home, letter).read_bytes(), EmailMessage, policy=default)
    return all(record.state != "waiting" for record in deliver(message, Outbox(home.outbox, letter), readers, sending))


def _letter_path(home: Home, letter: str) -> Path:
    return home.alerts / f"{letter}.eml"


def _write_letter(home: Home, letter: str, message: EmailMessage) -> None:
    with replacing(_letter_path(home, letter)) as part:
        part.write_bytes(message.as_bytes())


@contextmanager
def _only_teller(home: Home) -> Iterator[None]:
    """Let one process tell at a time: the daemon, or a person at the command line."""
    home.alerts.mkdir(parents=True, exist_ok=True)
    with (home.alerts / ".lock").open("a") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _read(home: Home) -> Memory:
    path = home.alerts / "told.json"
    if not path.exists():
        return Memory()
    try:
        held = orjson.loads(path.read_bytes())
        told = {key: Told(**{**one, "trouble": Trouble(**one["trouble"])}) for key, one in held["told"].items()}
        return Memory(told, held["letters"], held["pending"])
    except (orjson.JSONDecodeError, KeyError, TypeError) as error:
        raise JobproofError(
            str(path), f"cannot be read ({error})", remedy="Delete it: what is wrong now is then told once more."
        ) from None


def _save(home: Home, memory: Memory) -> None:
    with replacing(home.alerts / "told.json") as part:
        part.write_bytes(orjson.dumps(asdict(memory), option=orjson.OPT_INDENT_2))
