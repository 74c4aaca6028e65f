"""docs/notebook.ipynb: `python -m bench.notebook` executes its cells and renews their outputs; no Jupyter is needed.

A cell is plain Python whose last line, where it is an expression, is shown. The data are the cookbook's.
"""

from __future__ import annotations

import ast
import contextlib
import io
import json
import os
from collections.abc import Iterator
from typing import Any

from bench.cookbook import market
from warehouse.home import PROJECT, Home

PAGE = PROJECT / "docs" / "notebook.ipynb"


def renewed(notebook: dict[str, Any], home: Home) -> dict[str, Any]:
    """Return a notebook with the outputs that its cells have on a home's published copy."""
    scope: dict[str, Any] = {"__name__": "__main__"}
    cells = [dict(cell) for cell in notebook["cells"]]
    with _in(home):
        code = [cell for cell in cells if cell["cell_type"] == "code"]
        for ran, cell in enumerate(code, start=1):
            cell |= {"execution_count": ran, "outputs": _outputs(run("".join(cell["source"]), scope), ran)}
    return {**notebook, "cells": cells}


def run(source: str, scope: dict[str, Any]) -> str:
    """Execute one cell as Jupyter does; return what it prints and the text of its last expression."""
    *body, last = ast.parse(source).body
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        if not isinstance(last, ast.Expr):
            body, last = [*body, last], ast.Expr(ast.Constant(None))
        exec(compile(ast.Module(body, []), "cell", "exec"), scope)  # noqa: S102 - our own cells
        shown = eval(compile(ast.Expression(last.value), "cell", "eval"), scope)  # noqa: S307 - our own cells
    return printed.getvalue() + ("" if shown is None else str(shown))


def _outputs(text: str, ran: int) -> list[dict[str, Any]]:
    data = {"text/plain": text.splitlines(keepends=True)}
    return [{"output_type": "execute_result", "execution_count": ran, "data": data, "metadata": {}}] if text else []


@contextlib.contextmanager
def _in(home: Home) -> Iterator[None]:
    before = os.environ.get("JOBPROOF_HOME")
    os.environ["JOBPROOF_HOME"] = str(home.root)
    try:
        yield
    finally:
        os.environ.pop("JOBPROOF_HOME") if before is None else os.environ.update(JOBPROOF_HOME=before)


if __name__ == "__main__":
    with market() as small:
        again = renewed(json.loads(PAGE.read_text(encoding="utf-8")), small)
        PAGE.write_text(json.dumps(again, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
