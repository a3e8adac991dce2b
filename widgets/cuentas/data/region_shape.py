"""The shape of a ``region.toml``: which entries it has, and what each one may be."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from jsonschema import Draft202012Validator

from cuentas.i18n import formats

NAME = "region.toml"
ONLY_ODD = {"pattern", "minimum", "maximum"}
"""What a wrong value may lack and still be read."""
LONGEST = 40
"""Characters of a wrong value that a sentence repeats."""
KINDS = {
    "districts": "distrito",
    "provinces": "provincia",
    "mines": "mina",
    "offices": "oficina",
    "languages": "lengua",
    "companies": "empresa",
    "local_rules": "regla local",
    "names": "nombre",
    "words": "palabra",
    "questions": "pregunta",
}
"""What a block of each kind is called in a sentence."""
CALLED = ("name", "ubigeo", "code", "key", "official", "spanish")
"""The entries by which a block is called, the first that it has."""


class Shape(NamedTuple):
    """What is wrong in the shape of a ``region.toml``; and whether a region can be read of it."""

    faults: tuple[str, ...]
    readable: bool


def shape_of(raw: Mapping[str, Any]) -> Shape:
    """What is missing, empty or of another type in the content of a ``region.toml``."""
    errors = list(Draft202012Validator(_schema()).iter_errors(raw))
    sentences = dict.fromkeys(_shape_fault(raw, error) for error in errors)
    return Shape(tuple(sentences), {error.validator for error in errors} <= ONLY_ODD)


@cache
def _schema() -> Any:  # noqa: ANN401 - as JSON gives it
    return json.loads((files("cuentas.data") / "region.schema.json").read_text(encoding="utf-8"))


def _shape_fault(raw: Mapping[str, Any], error: Any) -> str:  # noqa: ANN401 - jsonschema has no types
    path = list(error.absolute_path)
    depth = 3 if path[0:1] and path[0] in KINDS else 1
    where = _where(raw, path)
    if error.validator == "required":
        missing = [name for name in error.validator_value if name not in error.instance]
        return f"{where}: falta {formats.listing([f'«{name}»' for name in missing])}."
    value: Any = raw
    for step in path[:depth]:
        value = value[step]
    said = json.dumps(value, ensure_ascii=False, default=str)[:LONGEST]
    return f"{where}: «{path[:depth][-1]}» dice {said} y debe ser {error.schema['description']}."


def _where(raw: Mapping[str, Any], path: Sequence[str | int]) -> str:
    """The file, and the block that a path leads to."""
    if len(path) > 1 and path[0] in KINDS:
        return f"{NAME}, {block_name(str(path[0]), raw[str(path[0])], int(path[1]))}"
    return NAME


def block_name(kind: str, blocks: Sequence[Any], number: int) -> str:
    """«distrito Torata», or its number where it has no name."""
    one = blocks[number] if isinstance(blocks[number], dict) else {}
    named = (one[name] for name in CALLED if isinstance(one.get(name), str) and one[name].strip())
    return f"{KINDS[kind]} {next(named, number + 1)}"
