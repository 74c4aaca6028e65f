"""Writing pay that a board publishes in fields of its own as words that can be read. No parsing of texts here."""

from __future__ import annotations

from spiders.platforms.base import Json


def pay_words(currency: Json, low: Json, high: Json, period: Json) -> str | None:
    """Return `EUR 52000-68000 per year` from its parts; None where neither end is stated.

    Args:
        currency: ISO code, or nothing.
        low: Lower end, a number or a number in a string.
        high: Upper end, likewise.
        period: `year`, `month`, `hour`, …, or nothing.
    """
    ends = list(dict.fromkeys(f"{float(end):.15g}" for end in (low, high) if end is not None and float(end)))
    if not ends:
        return None
    return " ".join(part for part in (currency, "-".join(ends), f"per {period}" if period else "") if part)
