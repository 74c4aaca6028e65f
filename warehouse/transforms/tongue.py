"""Which human language a text is written in, by its letters."""

from __future__ import annotations

import re
from array import array

SAMPLE = 1_000
"""Characters that are looked at."""
SURE = 10
"""Common English words from which no other language is tried."""
LEAST = 6
"""Letters below which nothing is decided."""
ZH_SHARE = 0.25
"""Share of Hanzi among letters (a Hanzi counting as three Latin letters) from which a text is Chinese."""

_KANA = re.compile("[\u3040-\u30ff]")
_HANGUL = re.compile("[\uac00-\ud7af]")
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_RTL = re.compile("[\u0590-\u06ff]")
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
_LONGEST = 4
"""Letters of the longest of those that English has."""


def _packed(word: str) -> int:
    """Return a word of at most _LONGEST small letters as one number."""
    number = 0
    for letter in word:
        number = number << 8 | ord(letter)
    return number


_ENGLISH = array("I", map(_packed, _WORDS["en"]))


class Letters:
    """What letters beyond Latin ones a text is written in: Hanzi, kana, those of other scripts."""

    def __init__(self) -> None:
        self.han, self.kana, self.foreign = 0, False, False

    def count(self, text: str) -> Letters:
        """Add those of a text."""
        for char in text:
            if char >= "\u0400":
                self._count(char)
        return self

    def _count(self, char: str) -> None:
        """Count a letter of a script that is not Latin."""
        if "\u4e00" <= char <= "\u9fff":
            self.han += 1
        elif "\u3040" <= char <= "\u30ff":
            self.kana = True
        elif char < "\u0500" or "\u0580" <= char < "\u0700" or "\ua000" <= char < "\ud800":
            self.foreign = True


def _latin_letters(text: str) -> int:
    """Return how many letters of ASCII a text has."""
    count = 0
    for char in text:
        count += "a" <= char <= "z" or "A" <= char <= "Z"
    return count


def text_language(text: str) -> str:
    """Return the ISO 639-1 code; `und` where too little is said."""
    sample = text[:SAMPLE]
    if sample.isascii():
        return _latin(sample)
    letters = Letters().count(sample)
    han, kana = letters.han, letters.kana
    if han * 3 > ZH_SHARE * (han * 2 + len(sample)) and not kana:
        return "zh"
    if not (han or kana or letters.foreign):
        return _latin(sample)
    latin = _latin_letters(sample)
    if han * 3 > ZH_SHARE * (han * 3 + latin) and not kana:
        return "zh"
    return _other(sample, han, latin)


def _other(sample: str, han: int, latin: int) -> str:
    if len(_KANA.findall(sample)) * 5 > han + latin:
        return "ja"
    for code, pattern in (("ko", _HANGUL), ("ru", _CYRILLIC), ("he", _RTL)):
        if len(pattern.findall(sample)) > han + latin // 2:
            return code
    return "zh" if han * 3 > ZH_SHARE * (han * 3 + latin) else _latin(sample)


def _is_surely_english(text: str) -> bool:
    """Whether SURE common words stand between single spaces: so many texts are English that this is asked first.

    The space between a word and the same word again counts for one of them alone.
    """
    count, word, length, last = 0, 0, _LONGEST + 1, 0
    for char in text:
        if char == " ":
            if length <= _LONGEST and word != last and _is_english(word):
                count, last = count + 1, word
            else:
                last = 0
            if count >= SURE:
                return True
            word, length = 0, 0
        elif "a" <= char <= "z" or "A" <= char <= "Z":
            word, length = word << 8 | ord(char) | 0x20, length + 1
        else:
            length = _LONGEST + 1
    return False


def _is_english(word: int) -> bool:
    for known in _ENGLISH:  # noqa: SIM110 - a loop over numbers is compiled
        if known == word:
            return True
    return False


def _latin(sample: str) -> str:
    if _is_surely_english(sample):
        return "en"
    if _latin_letters(sample) < LEAST:
        return "und"
    counts = dict.fromkeys(_WORDS, 0)
    for word in sample.lower().split():
        for code in _CODES.get(word, ()):
            counts[code] += 1
    best = max(counts, key=counts.__getitem__)
    return best if counts[best] and counts["en"] < SURE else "en"
