"""A table against what the second path finds in the same files, row by row and amount by amount.

A sum does not notice two values that changed places; this does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from cuentas.i18n import formats
from cuentas.i18n import text as _

Key = tuple[Any, ...]
Cells = Mapping[str, Any]
SHOWN = 20
"""Sentences that are told of a table; further ones are counted."""


def differences(
    rows: Iterable[Cells],
    keys: Sequence[str],
    found: Mapping[Key, Cells],
    names: Mapping[str, str] | None = None,
) -> tuple[str, ...]:
    """A sentence for each amount of a table that is not what was found, and each row too many.

    ``keys`` are the columns that tell a row from the others; ``found`` has, for each row, what
    some of its columns must be; ``names`` are those of the codes of places. Rows too few are of
    no concern here: the controls count them.
    """
    told = list(_differences(rows, keys, found, names or {}))
    more = len(told) - SHOWN
    rest = [_("Y {count} diferencias más.").format(count=more)] if more > 0 else []
    return (*told[:SHOWN], *rest)


def _differences(
    rows: Iterable[Cells],
    keys: Sequence[str],
    found: Mapping[Key, Cells],
    names: Mapping[str, str],
) -> Iterator[str]:
    for row in rows:
        key = tuple(row[name] for name in keys)
        where = ", ".join(_called(part, names) for part in key)
        if key not in found:
            sentence = _("{where}: está en la tabla, y otro camino no lo encuentra en el archivo.")
            yield sentence.format(where=where)
        for column, other in found.get(key, {}).items():
            if row.get(column) != other:
                yield _apart().format(
                    where=where, column=column, one=_said(row.get(column)), other=_said(other)
                )


def _apart() -> str:
    return _(
        "{where}, columna «{column}»: la tabla dice {one} y el archivo, leído por otro camino, "
        "dice {other}."
    )


def _called(part: object, names: Mapping[str, str]) -> str:
    words = str(part)
    return f"{names[words]} ({words})" if words in names else words


def _said(value: object) -> str:
    if value is None:
        return _("nada")
    return formats.number(value) if isinstance(value, int | Decimal) else f"«{value}»"
