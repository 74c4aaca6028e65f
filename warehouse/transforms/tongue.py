"""Which human language a text is written in, by its letters."""

from __future__ import annotations

import re
from collections import Counter

SAMPLE = 1_000
WORDS_FROM = 1_000
"""Characters whose common words tell a language of Latin script."""
OPENING = 500
"""Characters that are tried first: most English texts are sure by then."""
SURE = 10
"""Common English words from which no other language is tried."""
LEAST = 6
"""Letters below which nothing is decided."""
ZH_SHARE = 0.25
"""Share of Hanzi among letters (a Hanzi counting as three Latin letters) from which a text is Chinese."""

_OTHER_BYTES = bytes(set(range(256)) - set(range(0xE4, 0xEA)))
"""All but those with which, in UTF-8, Hanzi and the characters of _NO_HAN begin."""
_NO_HAN = re.compile(rb"\xe4[\x80-\xb7]")
_KANA_BYTES = (b"\xe3\x81", b"\xe3\x82", b"\xe3\x83")
_KANA = re.compile("[\u3040-\u30ff]")
_HANGUL = re.compile("[\uac00-\ud7af]")
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_RTL = re.compile("[\u0590-\u06ff]")
_FOREIGN = re.compile("[\u0400-\u04ff\u0590-\u06ff\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]")
_NO_LETTERS = bytes(code for code in range(128) if not chr(code).isalpha())
_WORDS = {
    "en": ("the", "and", "of", "to", "with", "for", "you", "we", "our", "in", "is", "are", "on"),
    "de": ("und", "der", "die", "das", "mit", "für", "wir", "du", "dich", "eine", "ist", "oder", "als", "bei"),
    "fr": ("et", "le", "la", "les", "des", "vous", "nous", "pour", "avec", "une", "est", "dans", "sur", "du"),
    "es": ("el", "los", "las", "para", "con", "una", "por", "que", "del", "experiencia", "en", "es", "nuestro"),
    "nl": ("het", "een", "van", "voor", "met", "wij", "jij", "je", "ben", "zijn", "naar", "bij"),
    "pt": ("para", "com", "uma", "você", "nós", "experiência", "não", "em", "dos", "ao", "os"),
}
_ENGLISH = frozenset(_WORDS["en"])


def text_language(text: str) -> str:
    """Return the ISO 639-1 code; `und` where too little is said."""
    sample = text[:SAMPLE]
    if sample.isascii():
        return _latin(sample)
    raw = sample.encode("utf-8", "ignore")
    han = _hanzi(raw)
    kana = any(map(raw.__contains__, _KANA_BYTES))
    if han * 3 > ZH_SHARE * (han * 2 + len(sample)) and not kana:
        return "zh"
    if not han and not _FOREIGN.search(sample):
        return _latin(sample)
    latin = len(sample.encode("ascii", "ignore").translate(None, _NO_LETTERS))
    if han * 3 > ZH_SHARE * (han * 3 + latin) and not kana:
        return "zh"
    return _other(sample, han, latin)


def _hanzi(raw: bytes) -> int:
    """Return the number of Hanzi in UTF-8."""
    begun = len(raw.translate(None, _OTHER_BYTES))
    return begun - len(_NO_HAN.findall(raw)) if begun else 0


def _other(sample: str, han: int, latin: int) -> str:
    if len(_KANA.findall(sample)) * 5 > han + latin:
        return "ja"
    for code, pattern in (("ko", _HANGUL), ("ru", _CYRILLIC), ("he", _RTL)):
        if len(pattern.findall(sample)) > han + latin // 2:
            return code
    return "zh" if han * 3 > ZH_SHARE * (han * 3 + latin) else _latin(sample)


def _latin(sample: str) -> str:
    first = sample[:OPENING].lower().split()
    if sum(map(_ENGLISH.__contains__, first[:-1])) >= SURE:
        return "en"
    head = sample[:WORDS_FROM]
    if len(head.encode("ascii", "ignore").translate(None, _NO_LETTERS)) < LEAST:
        return "und"
    words = Counter(head.lower().split())
    if sum(map(words.__getitem__, _WORDS["en"])) >= SURE:
        return "en"
    counts = {code: sum(map(words.__getitem__, common)) for code, common in _WORDS.items()}
    best = max(counts, key=lambda code: counts[code])
    return best if counts[best] else "en"
