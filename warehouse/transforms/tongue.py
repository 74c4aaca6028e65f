"""Which human language a text is written in, by its letters."""

from __future__ import annotations

import re

SAMPLE = 4_000
LEAST = 6
"""Letters below which nothing is decided."""
ZH_SHARE = 0.25
"""Share of Hanzi among letters (a Hanzi counting as three Latin letters) from which a text is Chinese."""

_HAN = re.compile("[\u4e00-\u9fff]")
_KANA = re.compile("[\u3040-\u30ff]")
_HANGUL = re.compile("[\uac00-\ud7af]")
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_RTL = re.compile("[\u0590-\u06ff]")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f]")
_WORDS = {
    "en": re.compile(r"\b(?:the|and|of|to|with|for|you|we|our|in|is|are|on)\b", re.IGNORECASE),
    "de": re.compile(r"\b(?:und|der|die|das|mit|für|wir|du|dich|eine|ist|oder|als|bei)\b", re.IGNORECASE),
    "fr": re.compile(r"\b(?:et|le|la|les|des|vous|nous|pour|avec|une|est|dans|sur|du)\b", re.IGNORECASE),
    "es": re.compile(r"\b(?:el|los|las|para|con|una|por|que|del|experiencia|en|es|nuestro)\b", re.IGNORECASE),
    "nl": re.compile(r"\b(?:het|een|van|voor|met|wij|jij|je|ben|zijn|naar|bij)\b", re.IGNORECASE),
    "pt": re.compile(r"\b(?:para|com|uma|você|nós|experiência|não|em|dos|ao|os)\b", re.IGNORECASE),
}


def text_language(text: str) -> str:
    """Return the ISO 639-1 code; `und` where too little is said."""
    sample = text[:SAMPLE]
    if sample.isascii():
        return _latin(sample)
    han, latin = len(_HAN.findall(sample)), len(_LATIN.findall(sample))
    if len(_KANA.findall(sample)) * 5 > han + latin:
        return "ja"
    for code, pattern in (("ko", _HANGUL), ("ru", _CYRILLIC), ("he", _RTL)):
        if len(pattern.findall(sample)) > han + latin // 2:
            return code
    if han * 3 > ZH_SHARE * (han * 3 + latin):
        return "zh"
    return _latin(sample)


def _latin(sample: str) -> str:
    if len(_LATIN.findall(sample[:200])) < LEAST:
        return "und"
    counts = {code: len(pattern.findall(sample[:2000])) for code, pattern in _WORDS.items()}
    best = max(counts, key=lambda code: counts[code])
    return best if counts[best] else "en"
