"""Taking personal data out: mails, phones and messenger ids become typed marks, authors become pseudonyms.

Belongs here: applying the rules, and the salt. How personal data is written stands in personal_rules.py; which fields
are scrubbed is the affair of the item pipelines and importers. Employers' names, pay, dates, versions and addresses of
pages are no personal data and must survive.
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
from bisect import bisect
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import accumulate
from typing import Any

from ahocorasick_rs import AhoCorasick

from warehouse.errors import JobproofError
from warehouse.home import Home
from warehouse.personal_rules import DIGIT_RUN, HIDDEN, HIDDEN_SIGNS, NEAR, PHONES, RULES
from warehouse.records import RawPosting

MARKS = ("[email]", "[phone]", "[wechat]", "[qq]", "[telegram]", "[contact]", "[name]")
"""What stands in a text where personal data stood."""

PERSONAL_KEYS = frozenset(
    {
        *("by", "author", "author_association", "user", "login", "avatar", "avatar_url", "gravatar_id", "metadata"),
        *("recruiter", "recruiters", "recruitername", "contact", "contactname", "contacts", "phone", "mobile", "email"),
        *("wechat", "hr", "hrname", "publisherid", "publisher", "performed_via_github_app", "reactions", "bossname"),
        *(
            "bossavatar",
            "bossinfo",
            "encryptbossid",
            "encryptuserid",
            "posted_by",
            "hiring_manager",
            "_highlightresult",
        ),
        *("hrinfomap", "realname", "receiveemail", "portrait", "lastlogin", "userid", "user_id", "username", "member"),
        *("nickname", "user_nickname", "author_user_info", "last_reply_user_id", "last_reply_user_login", "creator"),
        *("avatar_mini", "avatar_normal", "avatar_large", "avatar_xlarge", "avatar_xxlarge", "avatar_xxxlarge"),
        *("job_in_charge_user_id", "mailbox_email", "contact_email", "contact_phone", "contact_name", "telephone"),
        *(
            "application_contacts",
            "applicationcontact",
            "contactpoint",
            "hiringmanager",
            "recruiter_name",
            "recruiter_email",
        ),
    }
)
"""Keys of raw records, lower case, whose values name or picture people; `metadata` is Greenhouse's custom fields."""

_SCRUBBED = ("title", "company", "location", "text", "salary", "experience", "education", "employment", "remote", "url")

_CUES = [cue for rule in RULES for cue in rule.cues]
_OF_CUE = [(number, rule.core.match if rule.core else None) for number, rule in enumerate(RULES) for _ in rule.cues]
_FINDER = AhoCorasick(_CUES, store_patterns=False)
"""What is not seen but parts an address; taken away only where personal data comes to light."""
_MOST_PASSES = 50
"""A mark is shorter than what it replaces and may bring the next mail near its cue: go on until nothing changes."""
_ROUGH = bytes(ord("0") if at in b"0123456789" else ord(" ") if at in b" \t().-" else ord("x") for at in range(256))
_ROUGH_RUN = re.compile(rb"0[0 ]{5,}0")
"""A digit run as it looks when digits are `0`, what may stand between them blank, and all else `x`."""
_BETWEEN = "\0"
"""Stands between strings that are searched together: in no cue and no run of digits, and for rules a text's end."""
_SHORT = 64
"""Characters up to which texts (titles, cities, tags) come again and again, so that remembering them pays."""

_Span = tuple[int, int]
_Cue = tuple[int, int]
_Change = tuple[int, int, str]


def scrub(text: str) -> str:
    """Return the text with mails, phones and messenger ids replaced by typed marks; everything else is left as it was.

    Scrubbing a scrubbed text changes nothing.
    """
    return _scrub_short(text) if len(text) <= _SHORT else _scrub(text)


@lru_cache(maxsize=1 << 15)
def _scrub_short(text: str) -> str:
    return _scrub(text)


def _scrub(text: str) -> str:
    return _passes(text)[-1][0]


def _passes(text: str) -> list[tuple[str, list[_Change]]]:
    """Return the text before each pass with what the pass changes; the last one changes nothing.

    After the first pass only what lies near a change is looked at again: rules see no further than that.
    """
    if (
        not text.isascii()
        and any(sign in text for sign in HIDDEN_SIGNS)
        and _changes(bare := HIDDEN.sub("", text), [(0, len(text))])
    ):
        text = bare
    passes, where = [(text, list[_Change]())], [(0, len(text))]
    for _ in range(_MOST_PASSES):
        changes = _chosen(_changes(text, where))
        if not changes:
            break
        passes[-1] = (text, changes)
        text, where = _changed(text, changes)
        passes.append((text, []))
    return passes


def replacements(text: str) -> list[tuple[int, int, str]]:
    """Return what `scrub` replaces in a text: (start, end, mark) in the text as given, in order; for measuring."""
    passes = _passes(text)
    origin = [at for at, letter in enumerate(text) if len(passes[0][0]) == len(text) or not HIDDEN.match(letter)]
    origin.append(len(text))
    spans = dict[int, tuple[int, str]]()
    for before, changes in passes:
        for start, end, written in sorted((_trimmed(before, each) for each in changes), reverse=True):
            spans[origin[start]] = max(spans.get(origin[start], (0, "")), (origin[end], written))
            origin[start:end] = [origin[start]] * len(written)
    return sorted((start, end, mark) for start, (end, mark) in spans.items())


def _trimmed(text: str, change: _Change) -> _Change:
    """Return a change without the words that it leaves as they are."""
    start, end, written = change
    while written and start < end and written[0] == text[start] and not written.startswith(MARKS):
        start, written = start + 1, written[1:]
    while written and start < end and written[-1] == text[end - 1] and not written.endswith("]"):
        end, written = end - 1, written[:-1]
    return start, end, written


def _changes(text: str, where: list[_Span]) -> list[_Change]:
    """Return what is to be replaced in the given stretches, by rule: earlier rules have the right of way."""
    found = []
    for number, spans in sorted(_around_cues(text, where).items()):
        rule = RULES[number]
        found += _matches(text, _merge(spans), rule.pattern, rule.mark)
    return found + _phones(text, where)


def _phones(text: str, where: list[_Span]) -> list[_Change]:
    """Return the phones in the given stretches; each needs a run of digits, which few texts have."""
    runs = [
        (max(0, run.start() - 24), run.end() + 8)
        for start, end in where
        if _may_hold_run(text[start:end])
        for run in DIGIT_RUN.finditer(text, start, end)
    ]
    if not runs:
        return []
    runs = _merge(runs)
    return [change for pattern, mark in PHONES for change in _matches(text, runs, pattern, mark)]


def _around_cues(text: str, where: list[_Span]) -> dict[int, list[_Span]]:
    """Return rule -> the stretches of text in which an instance of it may lie."""
    spans: dict[int, list[_Span]] = {}
    for first, last in where:
        for number, at in _cues_in(_lowered(text[first:last])):
            rule = RULES[number]
            spans.setdefault(number, []).append((max(0, first + at - rule.back), first + at + rule.ahead))
    return spans


def _cues_in(lowered: str) -> Iterator[_Cue]:
    """Yield the rules whose cue stands in a text, and where."""
    for cue, at, _ in _FINDER.find_matches_as_indexes(lowered, overlapping=True):
        number, is_core = _OF_CUE[cue]
        if is_core is None or is_core(lowered, at):
            yield number, at


def _lowered(text: str) -> str:
    """Return the text with ASCII letters in lower case, entities' signs hidden: every `&#x27;` would be a cue.

    No cue has another letter that knows two cases; bytes are lowered many times faster than other texts.
    """
    return text.encode("utf-8", "surrogatepass").lower().decode("utf-8", "surrogatepass").replace("&#", "&\0")


def _merge(spans: list[_Span]) -> list[_Span]:
    merged: list[_Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _matches(
    text: str, spans: list[_Span], pattern: re.Pattern[str], mark: str | Callable[[re.Match[str]], str]
) -> list[_Change]:
    return [
        (found.start(), found.end(), written)
        for start, end in spans
        for found in pattern.finditer(text, start, end)
        if (written := mark if isinstance(mark, str) else mark(found)) != found[0]
    ]


def _changed(text: str, changes: list[_Change]) -> tuple[str, list[_Span]]:
    """Return the text with the changes made, and the stretches around them."""
    pieces, around, done, length = [], list[_Span](), 0, 0
    for start, end, written in changes:
        pieces += [text[done:start], written]
        length += start - done + len(written)
        around.append((max(0, length - len(written) - NEAR), length + NEAR))
        done = end
    return "".join([*pieces, text[done:]]), _merge(around)


def _chosen(changes: list[_Change]) -> list[_Change]:
    """Return the changes that overlap no earlier rule's, in the order of the text."""
    taken: list[_Change] = []
    for change in changes:
        at = bisect(taken, change)
        if (not at or taken[at - 1][1] <= change[0]) and (at == len(taken) or change[1] <= taken[at][0]):
            taken.insert(at, change)
    return taken


def scrub_postings(postings: Sequence[RawPosting], salt: bytes) -> list[RawPosting]:
    """Return postings that may land: every text and the raw record scrubbed, authors as pseudonyms."""
    parts = [
        {
            "raw": posting.raw,
            "tags": posting.tags,
            **{name: value for name in _SCRUBBED if (value := getattr(posting, name)) is not None},
        }
        for posting in postings
    ]
    return [
        replace(posting, **cleaned, author=pseudonym(posting.author, salt) if posting.author else None)
        for posting, cleaned in zip(postings, _scrub_records(parts), strict=True)
    ]


def scrub_posting(posting: RawPosting, salt: bytes) -> RawPosting:
    """Return one posting that may land."""
    return scrub_postings([posting], salt)[0]


def scrub_record(record: dict[str, Any]) -> dict[str, Any]:
    """Return a raw record without the keys that hold personal data only, every string in it scrubbed."""
    return _scrub_records([record])[0]


def _scrub_records(records: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    held: list[list[str]] = [[] for _ in records]
    taken = [_taken(record, strings) for record, strings in zip(records, held, strict=True)]
    suspects = _suspects(list(dict.fromkeys(text for strings in held for text in strings)))
    changed = {text: clean for text in suspects if (clean := scrub(text)) != text}
    return [
        record if changed.keys().isdisjoint(strings) else _with(record, changed)
        for record, strings in zip(taken, held, strict=True)
    ]


def _taken(value: Any, strings: list[str]) -> Any:  # noqa: ANN401 - a JSON value of whatever shape
    """Return the value without the keys that hold personal data only; every string left in it is noted."""
    if isinstance(value, str):
        strings.append(value)
        return value
    if isinstance(value, dict):
        return {key: _taken(held, strings) for key, held in value.items() if not _is_personal(key)}
    return [_taken(held, strings) for held in value] if isinstance(value, list) else value


@lru_cache(maxsize=1 << 14)
def _is_personal(key: str) -> bool:
    return key.lower() in PERSONAL_KEYS


def _with(value: Any, changed: dict[str, str]) -> Any:  # noqa: ANN401 - a JSON value of whatever shape
    if isinstance(value, str):
        return changed.get(value, value)
    if isinstance(value, dict):
        return {key: _with(held, changed) for key, held in value.items()}
    return [_with(held, changed) for held in value] if isinstance(value, list) else value


def _suspects(strings: list[str]) -> set[str]:
    """Return the strings that hold a cue, a phone or what is not seen: no other one can hold personal data.

    A record has dozens of strings, most of them short and clean: one search over all of them tells these apart. Those
    with letters beyond ASCII are searched by themselves, since Python is many times slower with them.
    """
    plain = [text for text in strings if text.isascii()]
    others = [text for text in strings if not text.isascii()]
    hiding = {text for text in others if any(sign in text for sign in HIDDEN_SIGNS)}
    return hiding | _with_signs(plain) | _with_signs(others)


def _with_signs(strings: list[str]) -> set[str]:
    joined = _BETWEEN.join(strings)
    begins = [0, *accumulate(len(text) + 1 for text in strings)]
    cued = {strings[bisect(begins, at) - 1] for _, at in _cues_in(_lowered(joined))}
    return cued | {text for text in _with_runs(strings, joined, begins) if _phones(text, [(0, len(text))])}


def _with_runs(strings: list[str], joined: str, begins: list[int]) -> Iterable[str]:
    """Return the strings that may hold a run of digits, told by where they begin in the joined text."""
    if not joined.isascii():
        return strings if _may_hold_run(joined) else ()
    runs = _ROUGH_RUN.finditer(joined.encode("ascii").translate(_ROUGH))
    return {strings[bisect(begins, run.start()) - 1] for run in runs}


def _may_hold_run(text: str) -> bool:
    """Return whether there is a run of digits and what may stand between them, long enough for a phone."""
    return _ROUGH_RUN.search(text.encode("utf-8", "surrogatepass").translate(_ROUGH)) is not None


def pseudonym(author: str, salt: bytes) -> str:
    """Return `person:` and 12 hex digits: equal for equal authors of one home, and of no use without its salt."""
    if author.startswith("person:"):
        return author
    return f"person:{hashlib.blake2b(author.encode(), key=salt[:64], digest_size=6).hexdigest()}"


def throwaway_salt() -> bytes:
    """Return a salt that nobody keeps, for output whose pseudonyms need not outlive it."""
    return secrets.token_bytes(32)


def salt(home: Home) -> bytes:
    """Return the home's salt, made at the first call and readable by its owner only.

    Raises:
        JobproofError: The file is there but empty or unreadable; a new salt would split every author in two.
    """
    home.root.mkdir(parents=True, exist_ok=True)
    if not home.salt.exists():
        _make_salt(home)
    try:
        held = home.salt.read_bytes()
    except OSError as error:
        raise _bad_salt(home, f"cannot be read ({error.strerror})") from None
    if len(held) < 16:  # noqa: PLR2004 - shorter ones can be guessed
        raise _bad_salt(home, f"holds {len(held)} bytes")
    return held


def _make_salt(home: Home) -> None:
    part = home.salt.with_name(f".salt.{os.getpid()}")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        os.write(handle, secrets.token_bytes(32))
        os.fsync(handle)
    finally:
        os.close(handle)
    try:
        os.link(part, home.salt)
    except FileExistsError:
        pass
    finally:
        part.unlink()


def _bad_salt(home: Home, found: str) -> JobproofError:
    return JobproofError(
        f"salt {home.salt}",
        found,
        allowed="32 random bytes",
        remedy="Bring it back from your backup; with a new one every author counts as a new person.",
    )
