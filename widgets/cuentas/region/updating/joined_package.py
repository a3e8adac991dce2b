"""What a dataset folder says of itself when two readings of it were made one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from cuentas.region.parts.sources import source_line

Words = dict[str, Any]
Tables = Mapping[str, Sequence[Mapping[str, str]]]
_DAY = re.compile(r"-\d{4}(-\d{2}-\d{2})?$")
_LEAD = re.compile(r"- \*\*.+?\*\*")
CARE, ORIGIN = "Ojo con esto", "De dónde sale"
"""Parts of the notes of a table: what to watch, and its sources."""


def package_of(old: Words, new: Words, tables: Tables, *, whole: bool) -> Words:
    """The description of both: the old one's words, what both schemas allow, the sources in use.

    ``whole`` says that the new reading carries everything that the old one had.
    """
    before, now = ({one["name"]: one for one in each["resources"]} for each in (old, new))
    whole_list = {"all": before["data"]}
    resources = [
        _resource(before.get(name), now.get(name), whole_list.get(name))
        for name in {**before, **now}
    ]
    sources = list(_sources(old["sources"], new["sources"], tables, whole=whole))
    return old | {"sources": sources, "resources": resources}


def _resource(old: Words | None, new: Words | None, like: Words | None) -> Words:
    """One table; ``like`` is the one whose rows it takes where the old dataset did not have it."""
    told, before = old or new or {}, old or like
    if before is None or new is None:
        return told
    fields = list(_fields(before["schema"]["fields"], new["schema"]["fields"]))
    return told | {"schema": told["schema"] | {"fields": fields}}


def _fields(old: Sequence[Words], new: Sequence[Words]) -> Iterator[Words]:
    """Every column of both, with the old one's words and only what both ask of its cells."""
    before, now = ({one["name"]: one for one in each} for each in (old, new))
    for name in {**now, **before}:
        one, other = before.get(name), now.get(name)
        asked = _asked_by_both((one or {}).get("constraints"), (other or {}).get("constraints"))
        kinds = {each["type"] for each in (one, other) if each}
        kind = kinds.pop() if len(kinds) == 1 else "number" if "number" in kinds else "string"
        words = {**(other or {}), **(one or {}), "type": kind, "constraints": asked}
        yield {key: value for key, value in words.items() if key != "constraints" or value}


def _asked_by_both(old: Words | None, new: Words | None) -> Words:
    both = {name: value for name, value in (new or {}).items() if name in (old or {})}
    if old and "enum" in both:
        both["enum"] = list(dict.fromkeys([*old["enum"], *both["enum"]]))
    return both


def _sources(
    old: Iterable[Words], new: Sequence[Words], tables: Tables, *, whole: bool
) -> Iterator[Words]:
    """The sources that some row still comes from, and then the new ones."""
    days = {row["query_date"] for rows in tables.values() for row in rows if "query_date" in row}
    again = tuple(_DAY.sub("", one["key"]) for one in new) if whole and not days else ()
    known = {_fingerprint(one) for one in new}
    both = [
        *(one for one in old if _fingerprint(one) in known or not one["key"].startswith(again)),
        *new,
    ]
    yield from {_fingerprint(one): one for one in both if not _unused(one, days)}.values()


def _fingerprint(source: Words) -> tuple[str, str | None]:
    return source["key"], source.get("sha256")


def _unused(source: Words, days: Iterable[str]) -> bool:
    """Whether no row is of the day of a file that this room read."""
    return bool(days) and "sha256" in source and source["query_date"] not in days


def notes_of(words: str, package: Words, gone: Iterable[Words], care: str) -> str:
    """The notes as people may have written them, with the sources and the care of today."""
    lead = _LEAD.match(care)
    stale = [one for one in gone if "sha256" in one]
    lines = [
        line
        for line in words.splitlines()
        if not (lead and line.startswith(lead[0])) and not any(_names(line, one) for one in stale)
    ]
    new = [one for one in package["sources"] if "sha256" in one]
    told = [one for one in new if not any(_names(line, one) for line in lines)]
    lines = _added(lines, CARE, care.splitlines())
    lines = _added(lines, ORIGIN, [f"- {source_line(one)}" for one in told])
    return "\n".join(lines) + "\n"


def _names(line: str, source: Words) -> bool:
    return f"`{source['key']}`" in line and source["sha256"] in line


def _added(lines: list[str], part: str, added: list[str]) -> list[str]:
    """The lines with more at the end of a part, which is the last one if it was not there."""
    heading = f"## {part}"
    if heading not in lines:
        return [*lines, "", heading, "", *added] if added else lines
    start = lines.index(heading) + 1
    nexts = (at for at, line in enumerate(lines) if at >= start and line.startswith("## "))
    end = next(nexts, len(lines))
    while end > start and not lines[end - 1].strip():
        end -= 1
    return [*lines[:end], *added, *lines[end:]]
