"""Judgements written down and read back, digit for digit. Which of them still hold is not decided here."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, is_dataclass
from functools import cache
from types import UnionType
from typing import Literal, Union, get_args, get_origin, get_type_hints

from reports.beside import Beside
from reports.results import Judgement


def written(judgements: Sequence[Judgement]) -> str:
    """Return judgements as JSON; numbers keep every digit, and infinite ones are `Infinity`."""
    return json.dumps([asdict(one) for one in judgements], ensure_ascii=False, separators=(",", ":"))


def read(text: str) -> list[Judgement]:
    """Return the judgements of `written`.

    Raises:
        ValueError: It holds something else.
    """
    found = [_value(Judgement, one) for one in json.loads(text)]
    return [one for one in found if isinstance(one, Judgement)]


@cache
def _hints(kind: type) -> Mapping[str, object]:
    return get_type_hints(kind, localns={"Beside": Beside})


def _value(kind: object, given: object) -> object:
    """Return a JSON value as the type that a field declares."""
    origin, parts = get_origin(kind), get_args(kind)
    if origin in {Union, UnionType}:
        return None if given is None else _value(next(part for part in parts if part is not type(None)), given)
    if origin is tuple and isinstance(given, list):
        kinds = [parts[0]] * len(given) if parts[-1] is Ellipsis else parts
        return tuple(_value(each, one) for each, one in zip(kinds, given, strict=True))
    if origin is dict and isinstance(given, dict):
        return {name: _value(parts[1], one) for name, one in given.items()}
    if is_dataclass(kind) and isinstance(kind, type) and isinstance(given, dict):
        return kind(**{name: _value(hint, given.get(name)) for name, hint in _hints(kind).items()})
    plain = (int, float) if kind is float else kind
    if origin is Literal or (isinstance(plain, type | tuple) and isinstance(given, plain)):
        return given
    message = f"{given!r} is no {kind}"
    raise ValueError(message)
