"""The library that compares a description with its schema, without what it never needs here."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Any

UNUSED_GRAMMAR = "rfc3987_syntax"


def validator() -> Any:  # noqa: ANN401 - jsonschema has no types
    """The module ``jsonschema``, loaded without a grammar of addresses in every alphabet.

    Compiling it takes most of a second, and no description of ours has such an address.
    """
    absent = dict.fromkeys({UNUSED_GRAMMAR} - set(sys.modules))
    sys.modules.update(absent)  # type: ignore[arg-type] # None is how Python says «not to be had»
    try:
        return import_module("jsonschema")
    finally:
        for name in absent:
            del sys.modules[name]
