"""Words that came from outside, read without being fooled or worn out by them."""

from __future__ import annotations

import json

DEEPEST = 40


class UntrustedError(ValueError):
    """What came is not what was agreed."""


def untrusted_json(data: bytes) -> object:
    """The JSON value in ``data``.

    Raises:
        UntrustedError: it is not JSON in UTF-8, is nested more than 40 deep, or holds
            numbers or letters that cannot be written down again.
    """
    try:
        value: object = json.loads(data.decode("utf-8"), parse_constant=_no_number)
        _look_through(value)
    except (ValueError, RecursionError) as error:
        raise UntrustedError("not acceptable JSON") from error
    return value


def _no_number(word: str) -> object:
    raise UntrustedError(word)


def _look_through(value: object) -> None:
    level = [value]
    for _depth in range(DEEPEST):
        inner: list[object] = []
        for item in level:
            if isinstance(item, str):
                item.encode("utf-8")
            elif isinstance(item, dict):
                inner += [*item, *item.values()]
            elif isinstance(item, list):
                inner += item
        if not inner:
            return
        level = inner
    raise UntrustedError("too deep")
