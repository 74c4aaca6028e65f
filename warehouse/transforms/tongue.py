"""Which human language a text is written in, by its letters."""

from __future__ import annotations

import re

SAMPLE = 1_000
"""Characters that are looked at."""
SURE = 10
"""Common English words from which no other language is tried."""
LEAST = 6
"""Letters below which nothing is decided."""
ZH_SHARE = 0.25
"""Share of Hanzi among letters (a Hanzi counting as three Latin letters) from which a text is Chinese."""

_OTHER_BYTES = bytes(set(range(256)) - set(range(0xE4, 0xEA)))
"""All but those with which, in UTF-8, Hanzi and the characters of _NO_HAN begin."""
_NO_HAN = re.compile(rb"\xe4[\x80-\xb7]")
_FOREIGN_BYTES = bytes((*range(0xD0, 0xD4), *range(0xD6, 0xDC), *range(0xEA, 0xEE)))
"""With these letters of the other scripts begin: Cyrillic, Hebrew and Arabic, Hangul."""
_KANA_BYTES = (b"\xe3\x81", b"\xe3\x82", b"\xe3\x83")
_KANA = re.compile("[\u3040-\u30ff]")
_HANGUL = re.compile("[\uac00-\ud7af]")
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_RTL = re.compile("[\u0590-\u06ff]")
_NO_LETTERS = bytes(code for code in range(128) if not chr(code).isalpha())
_WORDS = {
    "en": ("and", "to", "the", "of", "for", "in", "with", "you", "we", "our", "is", "are", "on"),
    "de": ("und", "der", "die", "das", "mit", "für", "wir", "du", "dich", "eine", "ist", "oder", "als", "bei"),
    "fr": ("et", "le", "la", "les", "des", "vous", "nous", "pour", "avec", "une", "est", "dans", "sur", "du"),
    "es": ("el", "los", "las", "para", "con", "una", "por", "que", "del", "experiencia", "en", "es", "nuestro"),
    "nl": ("het", "een", "van", "voor", "met", "wij", "jij", "je", "ben", "zijn", "naar", "bij"),
    "pt": ("para", "com", "uma", "você", "nós", "experiência", "não", "em", "dos", "ao", "os"),
}
_CODES = {
    word: [code for code, words in _WORDS.items() if word in words] for words in _WORDS.values() for word in words
}
"""Common word -> the languages that it is common in."""
_ENGLISH_SPACED = tuple(f" {word} " for word in _WORDS["en"])


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
    if not (han or kana) and len(raw.translate(None, _FOREIGN_BYTES)) == len(raw):
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


def _is_surely_english(low: str) -> bool:
    """Whether SURE common words stand between spaces: so many texts are English that this is asked first."""
    count = 0
    for word in _ENGLISH_SPACED:
        count += low.count(word)
        if count >= SURE:
            return True
    return False


def _latin(sample: str) -> str:
    low = sample.lower()
    if _is_surely_english(low):
        return "en"
    if len(sample.encode("ascii", "ignore").translate(None, _NO_LETTERS)) < LEAST:
        return "und"
    counts = dict.fromkeys(_WORDS, 0)
    for word in low.split():
        for code in _CODES.get(word, ()):
            counts[code] += 1
    best = max(counts, key=counts.__getitem__)
    return best if counts[best] and counts["en"] < SURE else "en"
