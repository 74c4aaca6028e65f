"""Where a Chinese text may name its employer: by a label, or by the legal form that ends a company's name.

Belongs here: walks over characters that tell where patterns may fit; what the name is, names.py says. Cython compiles
this file with the C types of employers.pxd; uncompiled it gives the same results, slower.
"""

from __future__ import annotations

_LABELS = ("公司", "企业", "单位", "团队", "公司名", "公司名称")


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
