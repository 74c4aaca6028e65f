"""What is done to every single character of a text: small letters, plain width, single spaces, the marks of links.

Belongs here: passes over characters that know nothing of words; which words stand where, automaton.py says. Cython
compiles this file with the C types of letters.pxd; uncompiled it gives the same results, slower.
"""

from __future__ import annotations

from array import array
from itertools import product
from unicodedata import normalize

from warehouse.transforms.hanzi import TRADITIONAL

_UNCASED = 0x2E80
"""From here on capitals stand in few blocks alone, see `_is_rare`."""
_FIRST_RARE = 0xA640
_SIGMA = 0x3A3
"""The capital whose small letter hangs on what stands beside it."""
NUMBERS = array("I", [0])
"""As often as a text has characters, room for their numbers; made in a third of the time that zeros in bytes take."""
_LINK = "://"

FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_FIRST_RADICAL, _LAST_RADICAL = 0x2F00, 0x2FD5
RADICALS = {code: ord(normalize("NFKC", chr(code))) for code in range(_FIRST_RADICAL, _LAST_RADICAL + 1)}
"""Kangxi radicals that some input methods put for the Hanzi they look like."""
_RADICALS = array("I", RADICALS.values())
_TAIWANESE = (
    ("於", "于"), ("夥", "伙"), ("徵", "征"), ("资料仓储", "数据仓库"), ("资料库", "数据库"), ("资料", "数据"),
    ("程式设计师", "程序工程师"), ("程式", "程序"), ("软体", "软件"), ("硬体", "硬件"), ("韧体", "固件"),
    ("伺服器", "服务器"), ("网路", "网络"), ("资讯", "信息"), ("讯息", "消息"), ("伫列", "队列"),
    ("分散式", "分布式"), ("丛集", "集群"), ("人工智慧", "人工智能"), ("全端", "全栈"), ("专案", "项目"),
    ("远端", "远程"), ("支援", "支持"), ("不拘", "不限"), ("履历", "简历"), ("职缺", "职位"), ("征才", "招聘"),
    ("诚征", "诚聘"), ("新创", "初创"), ("行动装置", "移动设备"),
)  # fmt: skip
"""Words of postings in traditional Hanzi, simplified, each with the mainland's equally long one; first the Hanzi that
simplified texts know too."""
_SHARE = 16
"""Of so many characters one that is a traditional Hanzi makes a text one in traditional Hanzi."""
_FIRST_HAN, _LAST_HAN = 0x4E00, 0x9FFF
_FIRST_WIDE, _LAST_WIDE, _WIDER, _WIDE_SPACE = 0xFF01, 0xFF5E, 0xFEE0, 0x3000

_PLAIN, _SPACE, _LINE, _ODD_SPACE, _UNSEEN = 0, 1, 2, 3, 4
_BITS, _WINDOW = 3, 0x1FF
"""Bits of one of these kinds, and of three."""
SPACES = "\t\r\f\v\u00a0\u202f" + "".join(map(chr, range(0x2002, 0x200B)))
"""Spaces that become a plain one."""
INVISIBLE = "\0\u00ad\u2060\ufeff" + "".join(map(chr, (*range(0x200B, 0x2010), *range(0x202A, 0x202F))))
"""Zero-width and direction characters, and NUL."""
_BEYOND_SPACES = 0x2061
_BYTE_ORDER_MARK = 0xFEFF
_BROKEN = 0xFFFD
"""What is put for half of a surrogate pair, which half-decoded input holds and no encoder takes."""
_LAST_OF_TWO_BYTES, _FIRST_HALF, _FIRST_LOW_HALF = 0xFFFF, 0xD800, 0xDC00
"""Of UTF-16: the last character without a pair, and where the first and the second halves of pairs begin."""
_DOTTED_I = 0x130
"""The capital whose small letter is two characters."""
_NO_LETTERS = bytes(code for code in range(128) if not chr(code).isalpha())
_LAST_ASCII = 0x7F
_BARE = array("B", [ord(chr(code).lower()) if chr(code).isalpha() else 0 for code in range(_LAST_ASCII + 1)])
"""Of every ASCII character its small letter, 0 where it is no letter."""


def lowered(text: str) -> str:
    """Return the text in lower case and equally long (`İ` alone would grow)."""
    low = text.lower()
    if len(low) == len(text):
        return low
    return "".join(char.lower() if len(char.lower()) == 1 else char for char in text)


def _small_letters() -> array[int]:
    lows = [chr(code).lower() for code in range(_UNCASED)]
    return array("I", [ord(low) if len(low) == 1 else code for code, low in enumerate(lows)])


def _hanzi() -> array[int]:
    """Return, for every Hanzi, the number of its simplified form or its own."""
    plain = dict(zip(TRADITIONAL[::2], TRADITIONAL[1::2], strict=True))
    return array("H", [ord(plain.get(chr(code), chr(code))) for code in range(_FIRST_HAN, _LAST_HAN + 1)])


def _spacing() -> array[int]:
    kinds = dict.fromkeys(INVISIBLE, _UNSEEN) | dict.fromkeys(SPACES, _ODD_SPACE) | {" ": _SPACE, "\n": _LINE}
    return array("B", [kinds.get(chr(code), _PLAIN) for code in range(_BEYOND_SPACES)])


def _untidy() -> array[int]:
    """Return, for the kinds of three characters in a row, _BITS each, whether the last is not put as it stands."""
    kinds = range(1 << _BITS)
    return array("B", [_is_untidy(*some) for some in product(kinds, repeat=3)])


def _is_untidy(earlier: int, before: int, last: int) -> bool:
    doubled = last == before == _SPACE or (last == earlier == _LINE and before in {_SPACE, _LINE})
    return doubled or last in {_ODD_SPACE, _UNSEEN}


_SMALL = _small_letters()
_HANZI = _hanzi()
_SPACING = _spacing()
_UNTIDY = _untidy()


def small(text: str, codes: array[int]) -> str:
    """Return what `lowered` does, and put the numbers of its characters into `codes`.

    `str.lower` asks three tables of every character that is not ASCII; most of those here have no small letter.

    Args:
        text: As written.
        codes: As many unsigned numbers as the text has characters; overwritten.
    """
    if text.isascii():
        return _put(text.lower(), codes)
    has_capital, has_odd = False, False
    for at, char in enumerate(text):
        code = ord(char)
        low = _SMALL[code] if code < _UNCASED else code
        if low != code:
            has_capital = True
            has_odd = has_odd or code == _SIGMA
        elif code >= _UNCASED and _is_rare(code):
            has_odd = True
        codes[at] = low
    if has_odd:
        return _put(lowered(text), codes)
    return _spelt(codes, len(text)) if has_capital else text


def _is_rare(code: int) -> bool:
    """Whether a character beyond _UNCASED may be a capital, or is half of one."""
    if code < 0xAC00:  # noqa: PLR2004 - Latin, Cyrillic, Cherokee and others
        return code >= _FIRST_RARE
    if code < 0x10400:  # noqa: PLR2004 - halves, full width
        return 0xD800 <= code < 0xE000 or 0xFF21 <= code <= 0xFF3A  # noqa: PLR2004 - as above
    return code < 0x1F000  # noqa: PLR2004 - scripts of the second plane, before its signs and pictures


def _put(low: str, codes: array[int]) -> str:
    for at, char in enumerate(low):
        codes[at] = ord(char)
    return low


def _spelt(codes: array[int], length: int) -> str:
    """Return the text of the first numbers; by UTF-16, whose decoder does least for each, where none is half a pair."""
    units = bytearray(4 * length)
    out, end = units, 0
    for at in range(length):
        code = codes[at]
        if code > _LAST_OF_TWO_BYTES:
            high = _FIRST_HALF + ((code - _LAST_OF_TWO_BYTES - 1) >> 10)
            out[end], out[end + 1] = high & 0xFF, high >> 8
            code = _FIRST_LOW_HALF + (code & 0x3FF)
            end += 2
        elif _is_half(code):
            return _spelt_with_halves(codes, length)
        out[end], out[end + 1] = code & 0xFF, code >> 8
        end += 2
    return out[:end].decode("UTF-16LE")


def _spelt_with_halves(codes: array[int], length: int) -> str:
    """Return the text of numbers of which some are halves of pairs, which UTF-16 would put together."""
    units = bytearray(4 * length)
    out = units
    for at in range(length):
        code = codes[at]
        out[4 * at] = code & 0xFF
        out[4 * at + 1] = code >> 8 & 0xFF
        out[4 * at + 2] = code >> 16 & 0xFF
        out[4 * at + 3] = code >> 24
    return out[: 4 * length].decode("UTF-32LE", "surrogatepass")


def _is_half(code: int) -> bool:
    """Whether a number is half of a surrogate pair."""
    return _FIRST_HALF <= code < 0xE000  # noqa: PLR2004 - the block of halves


def folded(text: str) -> str:
    """Return the text with full-width letters, digits and punctuation in their plain width; equally long."""
    if text.isascii():
        return text
    codes = NUMBERS * len(text)
    is_folded = False
    for at, char in enumerate(text):
        code = ord(char)
        is_wide = _FIRST_WIDE <= code <= _LAST_WIDE
        code -= _WIDER * is_wide
        is_folded = is_folded or is_wide
        if _FIRST_RADICAL <= code <= _WIDE_SPACE:
            plain = _RADICALS[code - _FIRST_RADICAL] if code <= _LAST_RADICAL else _plain_space(code)
            is_folded = is_folded or plain != code
            code = plain
        codes[at] = code
    return _spelt(codes, len(text)) if is_folded else text


def simplified(text: str) -> str:
    """Return the text in simplified Hanzi and the mainland's words, in which the rules are written; equally long.

    A text without traditional Hanzi is returned as it is; where they are few, the words stay.
    """
    if text.isascii():
        return text
    for char in text:
        if _FIRST_HAN <= ord(char) <= _LAST_HAN and _HANZI[ord(char) - _FIRST_HAN] != ord(char):
            return _simplified(text)
    return text


def _simplified(text: str) -> str:
    codes = NUMBERS * len(text)
    count = 0
    for at, char in enumerate(text):
        code = ord(char)
        plain = _HANZI[code - _FIRST_HAN] if _FIRST_HAN <= code <= _LAST_HAN else code
        count += plain != code
        codes[at] = plain
    found = _spelt(codes, len(text))
    if count * _SHARE < len(text):
        return found
    for word, meant in _TAIWANESE:
        found = found.replace(word, meant)
    return found


def _plain_space(code: int) -> int:
    return 0x20 if code == _WIDE_SPACE else code


def tidied(text: str) -> str:
    """Remove invisible characters, runs of spaces and more than one empty line; keep lines; strip."""
    if _is_tidy(text):
        return text.strip()
    codes = NUMBERS * len(text)
    for at, char in enumerate(text):
        codes[at] = ord(char)
    return spaced(codes, len(text))


def _is_tidy(text: str) -> bool:
    """Whether `spaced` would put every character as it stands, by the last three of them at every place."""
    untidy = window = 0
    for char in text:
        code = ord(char)
        window = (window << _BITS | (_SPACING[code] if code < _BEYOND_SPACES else _rare_spacing(code))) & _WINDOW
        untidy |= _UNTIDY[window]
    return untidy == 0


def spaced(codes: array[int], length: int) -> str:
    """Return what `tidied` does, of a text given as numbers, which are overwritten.

    What is put ends at any time in some line breaks, none, one or two, and perhaps one space behind them.
    """
    end, breaks, blank = 0, 0, False
    for at in range(length):
        code = codes[at]
        kind = _SPACING[code] if code < _BEYOND_SPACES else _rare_spacing(code)
        if kind == _UNSEEN and _is_half(code):
            code, kind = _BROKEN, _PLAIN
        if kind == _PLAIN:
            breaks, blank = 0, False
        elif kind == _LINE:
            end -= 1 if blank and breaks else 0
            blank = False
            if breaks > 1:
                continue
            breaks += 1
        elif kind == _UNSEEN or blank:
            continue
        else:
            code, blank = 0x20, True
        codes[end] = code
        end += 1
    return _spelt(codes, end).strip()


def _rare_spacing(code: int) -> int:
    return _UNSEEN if code == _BYTE_ORDER_MARK or _is_half(code) else _PLAIN


def has_han(text: str) -> bool:
    """Whether a Hanzi or a Chinese mark stands in a text."""
    if text.isascii():
        return False
    for char in text:  # noqa: SIM110 - as above
        if char >= "\u3001" and ("\u4e00" <= char <= "\u9fff" or char in "\u3001\u3002，；：（）《》"):
            return True
    return False


def bare(text: str) -> bytes:
    """Return the letters of a text in UTF-8 and small: without digits, ASCII punctuation and spaces."""
    units = bytearray(4 * len(text))
    out, length = units, 0
    for char in text:
        code = ord(char)
        if code <= _LAST_ASCII:
            low = _BARE[code]
            out[length] = low
            length += low != 0
        elif _UNCASED <= code < _FIRST_RARE:
            out[length] = 0xE0 | (code >> 12)
            out[length + 1] = 0x80 | ((code >> 6) & 0x3F)
            out[length + 2] = 0x80 | (code & 0x3F)
            length += 3
        elif code in (_SIGMA, _DOTTED_I) or (code >= _FIRST_RARE and _is_rare(code)):
            return text.lower().encode(errors="replace").translate(None, _NO_LETTERS)
        else:
            length = _encode(_SMALL[code] if code < _UNCASED else code, out, length)
    return bytes(units[:length])


def _encode(code: int, out: bytearray, at: int) -> int:
    """Put a letter in UTF-8 and return where it ends."""
    if code <= _LAST_ASCII:
        out[at] = code
        return at + 1
    if code < 0x800:  # noqa: PLR2004 - two bytes
        out[at] = 0xC0 | (code >> 6)
    else:
        if code < 0x10000:  # noqa: PLR2004 - three bytes
            out[at] = 0xE0 | (code >> 12)
        else:
            out[at] = 0xF0 | (code >> 18)
            out[at + 1] = 0x80 | ((code >> 12) & 0x3F)
            at += 1
        out[at + 1] = 0x80 | ((code >> 6) & 0x3F)
        at += 1
    out[at + 1] = 0x80 | (code & 0x3F)
    return at + 2


def linked(low: str) -> bytearray | None:
    """Return a byte for every character of a text in small letters, 1 for those of links; None where no link can be."""
    at = low.find(_LINK)
    if at < 0:
        return None
    marks = bytearray(len(low))
    while at >= 0:
        start, end = _link_start(low, at), at + len(_LINK)
        if start >= 0:
            end = _link_end(low, end)
            if end > at + len(_LINK):
                marks[start:end] = b"\1" * (end - start)
        at = low.find(_LINK, end)
    return marks


def _link_start(low: str, at: int) -> int:
    """Return where the `http` or `https` begins that ends at `at`; -1 where neither does."""
    for scheme in ("https", "http"):
        if low.endswith(scheme, 0, at):
            return at - len(scheme)
    return -1


def _link_end(low: str, end: int) -> int:
    length = len(low)
    while end < length:
        char = low[end]
        if char in ")>]\"'，。）" or char.isspace():
            break
        end += 1
    return end
