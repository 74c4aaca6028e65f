"""Where a posting may name its employer: between the marks of a head line, by a label, or by a company's legal form.

Belongs here: walks over characters that tell where names may stand; what the name is, names.py says. Cython compiles
this file with the C types of employers.pxd; uncompiled it gives the same results, slower.
"""

from __future__ import annotations

_LABELS = ("公司", "企业", "单位", "团队", "公司名", "公司名称")


def divided(head: str) -> list[str]:
    """Return the parts of a head line between bars, semicolons and dashes with spaces around, without those spaces."""
    found: list[str] = []
    length, start, at = len(head), 0, 0
    while at < length:
        spaces = at
        at = _behind_spaces(head, at, length)
        end = _behind_mark(head, at, length, at > spaces)
        if end > at:
            found.append(head[start:spaces])
            start = at = _behind_spaces(head, end, length)
        else:
            at += 1
    return [*found, head[start:]]


def _behind_spaces(head: str, at: int, length: int) -> int:
    while at < length and head[at].isspace():
        at += 1
    return at


def _behind_mark(head: str, at: int, length: int, spaced: bool) -> int:
    """Return where the mark that divides at `at` ends: bars, one semicolon, or a dash or two with spaces around."""
    end = at
    while end < length and head[end] == "|":
        end += 1
    if end > at or at == length:
        return end
    if head[at] in "｜;":
        return at + 1
    while spaced and end < length and end < at + 2 and head[end] in "-–—":
        end += 1
    return end if end < length and head[end].isspace() else at


def form_at(body: str) -> int:
    """Return where the first legal form stands, `有限公司` or `集团`; -1 where none does."""
    for at, char in enumerate(body):
        if char == "司":
            if at > 2 and body[at - 1] == "公" and body[at - 2] == "限" and body[at - 3] == "有":  # noqa: PLR2004
                return at - 3
        elif char == "团" and at > 0 and body[at - 1] == "集":
            return at - 1
    return -1


def is_labelled(body: str) -> bool:
    """Whether a colon stands behind a word for the employer, with at most one space between."""
    for at, char in enumerate(body):
        if char in ":：" and at > 1:
            end = at - 1 if body[at - 1].isspace() else at
            if body[end - 1] in "司业位队名称" and body.endswith(_LABELS, 0, end):
                return True
    return False
