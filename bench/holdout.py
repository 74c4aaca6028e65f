"""How well fields are read in postings that no rule was tuned on, beside the development sets that they were tuned on.

    python -m bench.holdout [--record] [--write] [--out FOLDER] [--worst N]

The labels (bench/labels/holdout*.jsonl) are ids with a fingerprint of the text, without the texts; how they were drawn
stands in holdout_sample.py. The first hold-out has been looked into since: `--out` writes its labels and texts where
`jobproof score FOLDER/en.labels.jsonl` reads them, `--worst` lists its mistakes. Of the second, HELD, figures alone
are shown: who has seen a mistake of it has begun to tune to it, as was done for three Chinese fields. `--record` adds
its figures to those kept in bench/labels/holdout2.figures.jsonl, `--write` renews docs/holdout.md.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl

from bench.hn_trackers import markdown
from bench.recorded import SHARED
from bench.recorded_rows import Row, fingerprint, rows
from warehouse import clock
from warehouse.home import PROJECT
from warehouse.quality import FEW, Figures
from warehouse.scored import Scored, score_file

FIRST, HELD = "holdout", "holdout2"
FOLDER = PROJECT / "bench" / "labels"
RECORDED = FOLDER / f"{HELD}.figures.jsonl"
TABLE = PROJECT / "docs" / "holdout.md"
CHINESE = frozenset(
    {"ruanyf_weekly", "rebase", "v2ex_hot_jobs", "lagou_2017", "lagou_2021", "zhaopin_2018", "51job_2018"}
)
LANGUAGES = {"en": "English", "zh": "Chinese"}
DEVELOPMENT = {"en": "hn_dev", "zh": "zh_dev"}

Recorded = dict[str, Any]
"""One line of RECORDED: day, commit, version (of the taxonomy), postings and fields, the last two by language."""


def labels_file(name: str) -> Path:
    """Return where the labels of a hold-out are kept."""
    return FOLDER / f"{name}.jsonl"


def labelled(name: str) -> Iterator[tuple[str, Row, Row]]:
    """Yield (language, labels, posting) for every labelled posting.

    Raises:
        ValueError: A recorded text is not the one that was labelled.
    """
    for line in labels_file(name).read_text(encoding="utf-8").strip().split("\n"):
        labels = json.loads(line)
        source = labels.pop("source")
        row = rows(source)[labels["id"]]
        if fingerprint(row) != labels.pop("sha256"):
            message = f"{source} row {labels['id']} is not the text that was labelled: label it again"
            raise ValueError(message)
        yield "zh" if source in CHINESE or source.endswith("_zh") else "en", labels, row


def tuned_since() -> frozenset[str]:
    """Return the ids in every other file of labels: they were drawn for tuning, or may be."""
    files = [path for path in FOLDER.glob("*.jsonl") if not path.name.startswith(FIRST)]
    lines = (line for path in files for line in path.read_text(encoding="utf-8").splitlines() if line)
    return frozenset(str(json.loads(line).get("id")) for line in lines)


def write_files(name: str, folder: Path) -> dict[str, Path]:
    """Write labels and texts of each language below `folder`; return language -> file of labels.

    Postings of the second hold-out that have been tuned on since are left out.
    """
    folder.mkdir(parents=True, exist_ok=True)
    seen = tuned_since() if name == HELD else frozenset()
    everything = [one for one in labelled(name) if one[1]["id"] not in seen]
    found = {}
    for language in LANGUAGES:
        chosen = [(labels, row) for its, labels, row in everything if its == language]
        found[language] = folder / f"{language}.labels.jsonl"
        _write(found[language], [labels for labels, _ in chosen])
        _write(folder / f"{language}.postings.jsonl", [row for _, row in chosen])
    return found


def _write(path: Path, lines: list[Row]) -> None:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in lines), encoding="utf-8")


def scored(path: Path, *, most: int = 0) -> Scored:
    """Score one file of labels as `jobproof score` does."""
    return score_file(path, postings=None, predictions=None, most=most, on_progress=_quietly)


def _quietly(step: str, done: int, total: int) -> None:
    del step, done, total


def record() -> Recorded:
    """Score the second hold-out and add its figures to RECORDED; return what was added."""
    with tempfile.TemporaryDirectory() as scratch:
        found = {language: scored(path) for language, path in write_files(HELD, Path(scratch)).items()}
    line: Recorded = {
        "day": f"{clock.now():%Y-%m-%d %H:%M}",
        "commit": _commit(),
        "version": found["en"].version,
        "postings": {language: one.postings for language, one in found.items()},
        "fields": {language: one.fields for language, one in found.items()},
    }
    with RECORDED.open("a", encoding="utf-8") as lines:
        lines.write(json.dumps(line) + "\n")
    return line


def _commit() -> str:
    asked = ["git", "-C", str(PROJECT), "rev-parse", "--short", "HEAD"]
    return subprocess.run(asked, capture_output=True, text=True, check=False).stdout.strip()


def recorded() -> list[Recorded]:
    """Return every recorded scoring of the second hold-out, oldest first."""
    return [json.loads(line) for line in RECORDED.read_text(encoding="utf-8").splitlines()]


def held_table(lines: list[Recorded], language: str) -> pl.DataFrame:
    """Return the first and the newest recorded figures of each field, with intervals and labels of the newest."""
    before, after = (line["fields"][language] for line in (lines[0], lines[-1]))
    table = [
        (field, _main(before[field]), _main(figures), _intervals(figures), _counted(figures))
        for field, figures in after.items()
    ]
    return pl.DataFrame(table, schema=["field", "before", "after", "95 % intervals of after", "n"], orient="row")


def tuned_table(seen: Scored, development: Scored) -> pl.DataFrame:
    """Return the figures of each field of the first hold-out, and the development set's beside them."""
    lines = [
        (field, _main(figures), _intervals(figures), _counted(figures), _main(development.fields[field]))
        for field, figures in seen.fields.items()
    ]
    return pl.DataFrame(lines, schema=["field", "first hold-out", "95 % intervals", "n", "development"], orient="row")


def _counted(figures: Figures) -> str:
    n = figures["labels"]
    return f"{n} (few)" if n < FEW else str(n)


def _main(figures: Figures) -> str:
    name = next(name for name in ("f1", "stated", "right") if name in figures)
    invented = f", invented {figures['invented']} of {figures['silent']}" if name == "stated" else ""
    share = f"{'F1' if name == 'f1' else 'right'} {figures[name]:.3f}" if figures["labels"] else "no label"
    return f"{share}{invented}"


def _intervals(figures: Figures) -> str:
    if not figures["labels"]:
        return ""
    if "f1" not in figures:
        return f"{figures['low']:.3f} to {figures['high']:.3f}"
    parts = [
        f"{name} {figures[name]:.3f} ({figures[f'{name}_low']:.2f} to {figures[f'{name}_high']:.2f})"
        for name in ("precision", "recall")
    ]
    return ", ".join(parts)


_HEAD = f"""# Fields on postings that no rule was tuned on

Made by `python -m bench.holdout --write`; `jobproof score` gives the same kinds of figures for any labelled file.

## The second hold-out: the figures to quote

240 postings drawn by a seed (bench/holdout_sample.py), none of the development sets or the first hold-out. English:
Hacker News 2011-2018, ten a year, remote boards of 2026 with and without text, USAJOBS titles. Chinese: ruanyf/weekly
2019-2026, rebase 2021-2026, V2EX, and listings of Lagou, Zhaopin and 51job. 15 of the 240 offer no job, as they came.
Left out: texts above 3,500 (Hacker News), 8,000 (remote boards) or 2,200 characters (Chinese). Every field of the
guide was labelled by reading, before any prediction was seen; single mistakes were not looked at, so that no rule
could be written for one, but for those of Chinese is_posting, pay and experience_years. These ten were read on
2026-11-22, after the figures at f0dec7a (.971; .959, none invented; 1.000, 2 of 48 invented): of these fields later
figures show a fit. Two of the three pays differ in the name of the currency alone (`U`, USD here, USDT in all other
labels). The 24 listings of Lagou 2021 and Zhaopin and the 36 titles without text are easy in pay and hard in industry:
they pull those figures apart from what full texts give. docs/fresh.md has later samples that were read blind.

Forty were labelled a second time without sight of the first labels, by the same reader within the hour, which is
kinder than a second reader would be: languages 38 of 40 alike, skills 39, pay 39, the other fields 40. Three labels
were corrected after it. Work type and industry are where two readers part most; .93 to .97 is the ceiling there. Two
things were decided once for all rows: "CITY or remote" is remote alone, as in the development labels, and a company
whose trade only its name tells is labelled by what is commonly known of it.

Set fields: F1 over labels; value fields: right where the label says something, and values invented where it says
nothing. "(few)" marks fewer than {FEW} labels: such a figure shows gross faults only."""


def document(lines: list[Recorded], seen: dict[str, Scored], development: dict[str, Scored]) -> str:
    """Return the Markdown page."""
    first, last = lines[0], lines[-1]
    left_out = _drawn() - sum(last["postings"].values())
    dated = (
        f"Before: {first['day']} UTC at {first['commit']}, when the labels were made. After: {last['day']} UTC at"
        f" {last['commit']}, rules having been changed on account of other postings, and of ten mistakes (see above)."
        f" {left_out} of the 240 were also drawn for labels that rules are tuned on (the other files of bench/labels)"
        " and are left out of both."
    )
    held = (
        f"### {heading}: {last['postings'][name]} postings\n\n{markdown(held_table(lines, name))}"
        for name, heading in LANGUAGES.items()
    )
    tuned = (
        f"### {heading}: {seen[name].postings} postings\n\n{markdown(tuned_table(seen[name], development[name]))}"
        for name, heading in LANGUAGES.items()
    )
    first_hold_out = (
        "## The first hold-out: a tuning set by now\n\nIts mistakes have been read and rules changed on account of"
        " them, so that these figures show a fit, as the development sets' do. Hacker News 2016-2018, remote boards,"
        " ruanyf/weekly, rebase and V2EX; skills, pay, experience and education were not labelled."
    )
    return "\n\n".join((_HEAD, dated, *held, first_hold_out, *tuned)) + "\n"


def _drawn() -> int:
    return len(labels_file(HELD).read_text(encoding="utf-8").splitlines())


def _first(folder: Path, most: int) -> dict[str, Scored]:
    return {language: scored(file, most=most) for language, file in write_files(FIRST, folder).items()}


def main() -> None:
    """Measure, print, and with --write renew the page in docs/."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--record", action="store_true", help="score the second hold-out and keep its figures")
    parser.add_argument("--out", type=Path, help="write the first hold-out there, outside the project")
    parser.add_argument("--worst", type=int, default=0, metavar="N", help="list N mistakes a language of the first")
    parser.add_argument("--write", action="store_true", help=f"renew {TABLE.relative_to(PROJECT)}")
    given = parser.parse_args()
    if not SHARED.exists():
        print("skipped: the recorded texts (../shared) are not here")
        return
    if given.record:
        record()
    with tempfile.TemporaryDirectory() as scratch:
        seen = _first(given.out or Path(scratch), given.worst)
    development = {name: scored(SHARED / "gold" / f"{file}.labels.jsonl") for name, file in DEVELOPMENT.items()}
    page = document(recorded(), seen, development)
    print(page)
    for one in (one for language in seen for one in seen[language].mistakes):
        print(f"{one.alike}x {one.field} {one.kind} {one.label!r} -> {one.predicted!r} ({one.id}): {one.words}")
    if given.write:
        TABLE.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
