"""What was sent to whom: one small file a letter and recipient below JOBPROOF_HOME, so that nothing is sent twice.

No connection is opened here: delivery.py sends and calls `note` at each step.

A recipient's record is replaced atomically and synced. `handing` is written when all of a mail is with the server but
the line that ends it, `sent` or `refused` when its answer is read. A process that is killed before `handing` has sent
nothing, and the next run sends the mail. One that is killed between `handing` and the answer (the time of one round
trip, and of writing one file) leaves what nobody can know: the recipient is in doubt, is not written to again by
itself, and a person decides (`again`). Every attempt at a letter carries the same Message-ID, by which mailboxes tell a
repetition.
"""

from __future__ import annotations

import fcntl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Literal, get_args

import orjson

from warehouse.errors import JobproofError
from warehouse.files import replacing

State = Literal["waiting", "handing", "sent", "refused"]
_OWNER_ONLY = 0o600


@dataclass(frozen=True)
class Record:
    """Where one recipient of a letter stands.

    Args:
        recipient: Address.
        state: `waiting`: not taken yet, to be tried again; `handing`: handed over, no answer known (in doubt where no
            process is at it any more); `sent`; `refused`: for good, until somebody sends again.
        said: The server's words.
        at: When that was.
        attempts: How many times a server was asked to take it.
    """

    recipient: str
    state: State = "waiting"
    said: str = ""
    at: str = ""
    attempts: int = 0

    @property
    def settled(self) -> bool:
        """Tell whether another attempt could make it arrive twice."""
        return self.state in {"sent", "handing"}


class Outbox:
    """The records of one letter.

    Args:
        folder: Of all letters.
        letter: Its name, unique for ever: `report-2026-11-16.en`.
    """

    def __init__(self, folder: Path, letter: str) -> None:
        self.letter, self.folder = letter, folder / letter

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the letter for the block; the system releases it when its holder dies.

        Raises:
            JobproofError: Another process is sending it.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / ".lock").open("a") as handle:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise JobproofError(
                    f"letter {self.letter}",
                    "is being sent by another process",
                    remedy="Wait for it to end; `jobproof mail --dry-run` shows whom it reached.",
                ) from None
            yield

    def record(self, recipient: str) -> Record:
        """Return where a recipient stands; waiting where nothing was tried.

        Raises:
            JobproofError: The file is damaged.
        """
        path = self._path(recipient)
        if not path.exists():
            return Record(recipient)
        try:
            read: Mapping[str, object] = orjson.loads(path.read_bytes())
            found = Record(**read)  # type: ignore[arg-type]  # the state is checked below
            if found.state not in get_args(State):
                raise ValueError(found.state)
        except (ValueError, TypeError):
            raise JobproofError(
                str(path),
                "is damaged, so that nobody knows whether this mail was sent",
                remedy="Ask the recipient; delete the file to have it sent, or write `sent` as its state.",
            ) from None
        return found

    def note(self, record: Record, state: State, said: str, at: datetime) -> Record:
        """Keep a recipient's new state, whole or not at all, and return it."""
        more = 1 if state != "handing" else 0
        new = replace(record, state=state, said=said, at=at.isoformat(), attempts=record.attempts + more)
        with replacing(self._path(record.recipient)) as part:
            part.touch(_OWNER_ONLY)
            part.write_bytes(orjson.dumps(asdict(new), option=orjson.OPT_INDENT_2))
        return new

    def message_id(self, recipient: str, domain: str) -> str:
        """Return the Message-ID of this letter to this recipient, the same at every attempt."""
        return f"<{_digest(f'{self.letter} {recipient.casefold()}', 32)}@{domain}>"

    def _path(self, recipient: str) -> Path:
        return self.folder / f"{_digest(recipient.casefold(), 24)}.json"


def _digest(text: str, length: int) -> str:
    return sha256(text.encode()).hexdigest()[:length]
