"""Charts asked for by hand: single claims, of this week or an earlier one. The week's whole report is steps.py's."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import orjson

from assets import steps
from assets.frames import observed_frames, report_frames
from reports import exhibits, gallery
from reports.charts.canvas import Setting
from reports.claims import Claim
from reports.export import export
from reports.frames import ReportFrames
from reports.gallery import Format
from reports.view import titles
from reports.words import Lang
from warehouse import boards, clock, vintages
from warehouse.cohorts import Meta, Warehouse
from warehouse.errors import BadUsageError
from warehouse.files import replacing
from warehouse.home import Home

_NEAR = 12
"""Claims that an error lists; docs and `jobproof claims` have them all."""


@dataclass(frozen=True)
class Copy:
    """A published copy and the day on which it is read.

    Args:
        path: The DuckDB file.
        today: Periods that end later are not finished.
    """

    path: Path
    today: date


def copy_of(home: Home, week: str = "") -> Copy:
    """Return the published copy for the running week, else the newest copy that was built in the week asked for.

    Raises:
        BadUsageError: The label is none, or no copy of that week is kept.
    """
    running = _week(clock.today())
    if not week or week == running:
        return Copy(home.published, clock.today())
    name = vintages.name_of(home.published)
    newest = [vintages.Vintage(name, home.published, 0)] if name else []
    known = [*newest, *vintages.kept(home)]
    for each in known:
        if _week(each.day) == week:
            return Copy(each.path, each.day)
    raise BadUsageError(
        f"--week {week!r}",
        "no published copy of that week is kept",
        allowed=", ".join(dict.fromkeys((running, *(_week(each.day) for each in known)))),
        remedy="Name one of these; earlier copies are kept as the JOBPROOF_KEEP_ settings say.",
    )


def _week(day: date) -> str:
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02d}"


def chosen(entries: Sequence[Claim], asked: Sequence[str]) -> list[str]:
    """Return the ids of the claims asked for; `A2.5` stands for all its parts.

    Raises:
        BadUsageError: A name is no claim's; the message lists those that come near.
    """
    found: dict[str, None] = {}
    for name in asked:
        fitting = [entry.id for entry in entries if entry.id == name or entry.id.startswith(f"{name}.")]
        if not fitting:
            known = [entry.id for entry in entries]
            near = difflib.get_close_matches(name, known, n=_NEAR, cutoff=0.3) or known[:_NEAR]
            raise BadUsageError(
                f"--claim {name!r}",
                "is no claim",
                allowed=", ".join([*near, f"… {len(known)} in all"]),
                remedy="`jobproof claims` lists every id.",
            )
        found |= dict.fromkeys(fitting)
    return list(found)


@dataclass(frozen=True)
class How:
    """How charts are drawn by hand.

    Args:
        out: Folder; charts go to `charts/`, verdicts to `claims.json`.
        lang: Language of the charts.
        week: Label of an ISO week; the running one where empty.
        form: PNG or SVG.
        file: Claims in place of the articles'.
    """

    out: Path
    lang: Lang
    week: str = ""
    form: Format = "png"
    file: Path | None = None


def draw(home: Home, asked: Sequence[str], how: How) -> list[Path]:
    """Judge the claims asked for, and no others, and draw them.

    Args:
        home: Whose published copy.
        asked: Claims' ids, or what they begin with.
        how: Folder, language, week, format.

    Returns:
        The files written, charts first.
    """
    entries, copy = steps.load_claims(how.file), copy_of(home, how.week)
    wanted = chosen(entries, asked)
    with Warehouse(home, copy.path) as warehouse:
        meta = warehouse.meta()
        judgements = steps.judgements_of(home, warehouse, entries, copy.today, frozenset(wanted))
        shown = exhibits.gather(entries, judgements, warehouse)
        frames = observed_frames(boards.load(home), warehouse)
    (how.out / "charts").mkdir(parents=True, exist_ok=True)
    drawn = gallery.draw_claims(judgements, entries, shown, _setting(meta, frames, how), how.out, form=how.form)
    with replacing(how.out / "claims.json") as part:
        part.write_bytes(orjson.dumps(export(judgements), option=orjson.OPT_INDENT_2))
    return [*(how.out / picture.file for picture in drawn), how.out / "claims.json"]


def draw_charts(home: Home, names: Sequence[str], how: How) -> list[Path]:
    """Draw charts of the week that belong to no single claim; judge no claim that they do not show.

    Args:
        home: Whose published copy.
        names: Of gallery.SHARED, `demand` for all that begin so.
        how: Folder, language, week, format.

    Returns:
        The files written; none where the data do not suffice for a chart.

    Raises:
        BadUsageError: A name is no chart's.
    """
    if strangers := [name for name in names if name not in gallery.SHARED]:
        raise BadUsageError(
            f"--chart {strangers[0]!r}", "is no chart", allowed=", ".join(gallery.SHARED),
            remedy="Name one of these; `--claim ID` draws a claim's.",
        )  # fmt: skip
    entries, copy = steps.load_claims(how.file), copy_of(home, how.week)
    wanted = gallery.shown_in(names, [entry.id for entry in entries])
    with Warehouse(home, copy.path) as warehouse:
        meta = warehouse.meta()
        judgements = steps.judgements_of(home, warehouse, entries, copy.today, frozenset(wanted)) if wanted else []
        frames = report_frames(boards.load(home), warehouse)
    (how.out / "charts").mkdir(parents=True, exist_ok=True)
    drawn = gallery.draw_shared(names, judgements, frames, _setting(meta, frames, how), how.out, form=how.form)
    return [how.out / picture.file for picture in drawn]


def _setting(meta: Meta, frames: ReportFrames, how: How) -> Setting:
    named = titles(frames.boards, how.lang)
    return Setting(how.lang, meta.simulated, meta.vintage, named, len(gallery.expected(frames)))
