"""The steps of the main job as plain functions, for the command line and the Dagster assets alike. No Dagster here.

landing -> `build_warehouse` -> `publish_copy` -> `judge_claims` -> `record_claims` -> `add_verdicts` -> `draw_report`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from functools import partial
from pathlib import Path
from threading import Lock

import polars as pl

from assets import judged, judging
from assets.frames import report_frames
from reports import claims, exhibits, export, judge, report
from reports.claims import Claim
from reports.delivery import Sending, deliver
from reports.outbox import Outbox, Record
from reports.report import ReportFiles
from reports.results import Judgement
from reports.site.folder import write_weeks
from reports.smtp import Settings
from reports.words import LANGS, Lang
from spiders.crawl import crawl
from warehouse import boards, clock, forward, hygiene, store, taxonomy, vitals
from warehouse import publish as copies
from warehouse.boards import Board, Registry
from warehouse.cohorts import Meta, Warehouse
from warehouse.contracts import CheckResult
from warehouse.errors import BadUsageError, JobproofError
from warehouse.home import Home
from warehouse.publish import Published
from warehouse.records import CrawlReport
from warehouse.schemas import CLAIM_HISTORY
from warehouse.store import BuildSummary

OnReport = Callable[[CrawlReport], None]
OnProgress = Callable[[str, int, int], None]
_CONTRACT = "See `jobproof doctor`; a parser or taxonomy fix is followed by `jobproof replay`."
_TOGETHER = 4
"""Boards crawled at a time: each has its own host, and a process of its own."""


def crawl_boards(
    home: Home,
    registry: Registry,
    names: Sequence[str] = (),
    partition: str | None = None,
    *,
    on_report: OnReport | None = None,
    on_progress: OnProgress | None = None,
) -> list[CrawlReport]:
    """Crawl boards side by side; a dead one costs the others nothing.

    Args:
        home: Where files land.
        registry: The boards.
        names: `greenhouse`, or `greenhouse:stripe` for one of its scopes; all crawled boards where empty.
        partition: Day or month; a live board's running day or a history board's running month where None.
        on_report: Told each report as soon as it is there.
        on_progress: Told ("crawl", boards done, boards in all).

    Returns:
        The reports in the order of the boards.

    Raises:
        BadUsageError: A name or scope is unknown, a board is an archive, or the partition cannot be crawled.
    """
    chosen, lock, done = choose(registry, names), Lock(), 0
    tell_report, tell_progress = on_report or _ignore, on_progress or _ignore

    def one(board: Board) -> list[CrawlReport]:
        nonlocal done
        reports = crawl(board, [partition or running_partition(board)], home, simulated=registry.simulated)
        with lock:
            done += 1
            tell_progress("crawl", done, len(chosen))
            for landed in reports:
                tell_report(landed)
        return reports

    with ThreadPoolExecutor(_TOGETHER) as pool:
        return [found for reports in pool.map(one, chosen) for found in reports]


def running_partition(board: Board) -> str:
    """Return the partition that a crawl of this moment is filed under."""
    return f"{clock.today():%Y-%m}" if board.kind == "history" else clock.today().isoformat()


def choose(registry: Registry, names: Sequence[str]) -> list[Board]:
    """Return the named boards, cut down to the named scopes where any are; every crawled board for no names.

    Raises:
        BadUsageError: A name or a scope is unknown; the message lists those there are.
    """
    if not names:
        return [board for board in registry.boards.values() if board.kind != "archive"]
    scopes: dict[str, list[str]] = {}
    for name in names:
        board, _, scope = name.partition(":")
        scopes.setdefault(registry.board(board).name, []).append(scope)
    return [_cut(registry.board(board), wanted) for board, wanted in scopes.items()]


def _cut(board: Board, wanted: Sequence[str]) -> Board:
    if "" in wanted:
        return board
    known = {scope.token: scope for scope in board.scopes}
    if strangers := [token for token in wanted if token not in known]:
        raise BadUsageError(
            f"board {board.name!r}",
            f"no scope {strangers[0]!r}",
            allowed=", ".join(known) or "none: the board has no scopes",
            remedy=f"Correct the name, or add the scope to [{board.name}.scopes] in boards.toml.",
        )
    return replace(board, scopes=tuple(known[token] for token in dict.fromkeys(wanted)))


def build_warehouse(home: Home, *, on_progress: OnProgress | None = None) -> BuildSummary:
    """Build core and mart tables in the writer's file from everything that has landed.

    Raises:
        JobproofError: The clock was set back: vintage and verdicts would be filed under another day.
    """
    forward.require(home)
    return store.build(home, boards.load(home), on_progress=on_progress)


def check_tables(home: Home) -> list[CheckResult]:
    """Return the contracts and expectations that the writer's file breaks; none where all is well."""
    return [*(found for found in store.checks(home) if found.failed_n), *vitals.checks(home)]


def blocks(check: str, accepted: Collection[str] = ()) -> bool:
    """Tell whether a broken check stops publishing; numbers out of bounds are told and do not.

    Args:
        check: Its name, `required: url`.
        accepted: Kinds of check that a person has looked at and lets pass this once.
    """
    return check.partition(":")[0] not in {"low", "high", "filled", "unknown", "drift", "fresh", *accepted}


def broken_text(broken: Sequence[CheckResult]) -> str:
    """Return in one line what is broken and what to do."""
    remedies = {vitals.REMEDIES.get(found.check.partition(":")[0], _CONTRACT) for found in broken}
    return f"{'; '.join(map(_broken, broken))}. {' '.join(sorted(remedies))}"


def _broken(found: CheckResult) -> str:
    if found.check.partition(":")[0] in vitals.REMEDIES:
        worst = ", ".join(f"{name} {value}" for name, value in found.sample.row(0, named=True).items())
        return f"{found.table} breaks {found.check!r} on {found.failed_n} boards, first {worst}"
    return f"{found.table} breaks {found.check!r} in {found.failed_n} rows"


def publish_copy(home: Home) -> Published:
    """Replace the published copy by what the writer's file now holds."""
    return copies.publish(home)


def judge_claims(home: Home, file: Path | None = None) -> list[Judgement]:
    """Judge every claim of the articles, or those of another file, on the published copy, and keep the judgements."""
    entries, today = load_claims(file), clock.today()
    with Warehouse(home) as warehouse:
        found = judging.judge_all(home, warehouse, entries, today)
        judged.keep(home, judged.key(home, warehouse.meta(), entries, today), found)
    return found


def judgements_of(
    home: Home, warehouse: Warehouse, entries: Sequence[Claim], today: date, only: Collection[str] = ()
) -> list[Judgement]:
    """Return the kept judgements of this copy, these claims and this day; judge where there are none.

    Args:
        home: Where they are kept.
        warehouse: The published copy.
        entries: Claims.
        today: Periods that end later are not finished.
        only: Ids of the claims that are asked for; all where empty.
    """
    found = judged.find(home, judged.key(home, warehouse.meta(), entries, today))
    if found is None:
        return judge.judge(entries, warehouse, today=today, only=only)
    return [one for one in found if not only or one.id in only]


def load_claims(file: Path | None = None) -> list[Claim]:
    """Return the articles' claims, or another file's, their queries checked against the taxonomy's concepts."""
    return claims.load(file or claims.DEFAULT, known_concepts=taxonomy.load().concepts)


def record_claims(home: Home, judgements: Sequence[Judgement]) -> None:
    """Add the verdicts of one vintage to mart.claim_history in the writer's file."""
    with Warehouse(home) as warehouse:
        meta = warehouse.meta()
    rows = [_history_row(found, meta) for found in judgements]
    store.record_claims(home, pl.DataFrame(rows, schema=CLAIM_HISTORY.polars))


def publish_verdicts(home: Home) -> tuple[Published, list[Judgement]]:
    """Publish what is built, judge the claims on that copy, and publish again with the verdicts in it."""
    publish_copy(home)
    judgements = judge_claims(home)
    record_claims(home, judgements)
    return copies.add_verdicts(home), judgements


def publish(
    home: Home,
    *,
    accepted: Collection[str] = (),
    on_progress: OnProgress | None = None,
    on_problem: Callable[[str], None] | None = None,
    on_built: Callable[[BuildSummary], None] | None = None,
) -> Published:
    """Build, publish, judge, and publish with the verdicts.

    Args:
        home: Whose landing files.
        accepted: Kinds of broken check (`rows`) that are to be published in spite of it.
        on_progress: Told what the build does.
        on_problem: Told in one line of each landing file or board that had to be left out.
        on_built: Told what the build did, before anything is published.

    Returns:
        The published copy: its path, vintage and rows.

    Raises:
        JobproofError: A row breaks a contract that blocks; the earlier published copy stays.
    """
    built = build_warehouse(home, on_progress=on_progress)
    (on_built or _ignore)(built)
    for problem in built.problems:
        (on_problem or _ignore)(problem)
    if broken := [found for found in check_tables(home) if blocks(found.check, accepted)]:
        raise JobproofError("publish", "the built warehouse breaks its contracts", remedy=broken_text(broken))
    return publish_verdicts(home)[0]


def published_claims(home: Home, file: Path | None = None) -> list[dict[str, object]]:
    """Return every claim, or those of another file, as judged on the published copy, for export."""
    with Warehouse(home) as warehouse:
        return export.export(judgements_of(home, warehouse, load_claims(file), clock.today()))


def draw_report(
    home: Home,
    *,
    out: Path | None = None,
    lang: Lang = LANGS[0],
    file: Path | None = None,
    copy: Path | None = None,
    today: date | None = None,
) -> ReportFiles:
    """Draw charts, page, mail and claims.json from the published copy.

    Args:
        home: Whose published copy.
        out: Folder to write to; `reports/<Monday of the running week>` of the home where None.
        lang: Language of the first page, mail and charts; the other language's lie beside them.
        file: Claims to judge in place of the articles'.
        copy: An earlier published copy, in place of the newest.
        today: Day of the report; the clock's where None.
    """
    entries, today = load_claims(file), today or clock.today()
    with Warehouse(home, copy) as warehouse:
        meta = warehouse.meta()
        judgements = judgements_of(home, warehouse, entries, today)
        gather = exhibits.gather if copy else partial(judging.gather_all, home)
        frames = report_frames(boards.load(home), warehouse, entries, judgements, gather)
        files = report.write(
            judgements,
            entries,
            replace(frames, notices=_notices(home)),
            out or report_folder(home),
            vintage=meta.vintage,
            simulated=meta.simulated,
            today=today,
            langs=(lang, *(other for other in LANGS if other != lang)),
            among_weeks=out is None,
        )
    if out is None:
        write_weeks(home.reports)
    return files


def send_report(
    home: Home,
    folder: Path | None = None,
    *,
    name: str = "report",
    sending: Sending | None = None,
    again: Sequence[str] = (),
) -> list[Record]:
    """Send the running week's mails, each language's to its readers, to whom they have not been sent.

    Args:
        home: Whose week and outbox.
        folder: Of the drawn report; the running week's where None.
        name: Of the letter; with the week and the language it is sent once to each reader.
        sending: How; as the JOBPROOF_SMTP_ settings say where None.
        again: Readers to whom it is sent whatever the outbox says.

    Returns:
        Where each reader stands.

    Raises:
        JobproofError: A setting is missing, nothing is drawn yet, or the server cannot be used at all.
    """
    sending = sending or Sending(Settings.from_environment())
    found: list[Record] = []
    for lang, message, readers in _letters(folder or report_folder(home), sending.settings):
        chosen = [reader for reader in readers if reader.casefold() in {other.casefold() for other in again}]
        found += deliver(message, letter(home, lang, name), readers, sending, again=chosen)
    return found


def report_readers(home: Home, folder: Path | None = None) -> list[Record]:
    """Return where each reader of the running week's mails stands; nothing is sent."""
    letters = _letters(folder or report_folder(home), Settings.from_environment())
    return [letter(home, lang).record(reader) for lang, _, readers in letters for reader in readers]


def letter(home: Home, lang: str, name: str = "report") -> Outbox:
    """Return the outbox of the running week's letter in a language."""
    return Outbox(home.outbox, f"{name}-{clock.monday(clock.today())}.{lang}")


def _letters(folder: Path, settings: Settings) -> list[tuple[Lang, EmailMessage, tuple[str, ...]]]:
    """Return the drawn mails that somebody is to get: language, mail, readers."""
    parsed = [message_from_bytes(path.read_bytes(), EmailMessage, policy=default) for path in folder.glob("*.eml")]
    drawn = {str(message["Content-Language"])[:2]: message for message in parsed}
    wanted: list[Lang] = [lang for lang in LANGS if settings.readers(lang)]
    if missing := [lang for lang in wanted if lang not in drawn]:
        raise JobproofError(
            str(folder), f"holds no mail in {missing[0]!r} yet", remedy="Draw it with `jobproof report` first."
        )
    return [(lang, drawn[lang], settings.readers(lang)) for lang in wanted]


def _notices(home: Home) -> tuple[str, ...]:
    """Return what the people who run it should see to, for the foot of the week's mail."""
    return tuple(chore.line for chore in hygiene.chores(home, boards.load(home)))


def report_folder(home: Home) -> Path:
    """Return the folder of the running week's report."""
    return home.reports / clock.monday(clock.today()).isoformat()


def _ignore(*_: object) -> None:
    """Stand in for a listener that nobody gave."""


def _history_row(judgement: Judgement, meta: Meta) -> dict[str, object]:
    estimate = judgement.estimate
    interval = estimate.interval if estimate else None
    return {
        "vintage": judgement.vintage,
        "claim_id": judgement.id,
        "verdict": judgement.verdict,
        "reason": judgement.reason,
        "periods": " → ".join(estimate.periods) if estimate else None,
        "corrected": judgement.corrected,
        "estimate": interval.value if interval else None,
        "low": interval.low if interval else None,
        "high": interval.high if interval else None,
        "n": estimate.panel.n if estimate else None,
        "sql": estimate.sql if estimate else "",
        "sentence_en": judgement.sentence_en,
        "built_at": meta.built_at,
        "taxonomy": meta.taxonomy,
        "boards": " ".join(estimate.panel.boards) if estimate else None,
    }
