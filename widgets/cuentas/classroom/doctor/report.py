"""The whole visit to the doctor, for people and for programs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from cuentas.classroom import addresses, machine
from cuentas.classroom.doctor import checks, firewall
from cuentas.classroom.doctor.finding import Finding, State
from cuentas.i18n import text as _


def examine(port: int) -> Iterator[Finding]:
    """Every check, one after another: some take seconds."""
    yield from checks.all_checks(port)
    yield firewall.firewall(port)
    yield firewall.reachable(next(iter(addresses.this_computer()), None))


def lines(finding: Finding) -> str:
    """A finding as people read it: mark, sentence, and what to do below."""
    told = f"{finding.state.mark} {finding.sentence}"
    return told + (f"\n    → {finding.advice}" if finding.advice else "")


def verdict(findings: Iterable[Finding]) -> str:
    """The last sentence."""
    listed = list(findings)
    if any(one.prevents for one in listed):
        return _("Así no puedo abrir las lecciones. Arregla lo marcado con ✘ y vuelve a probar.")
    if any(one.state is State.BAD for one in listed):
        return _("Puedes abrir las lecciones. Mira antes lo marcado con ✘.")
    return _("Todo listo para la clase: cuentas serve --class")


def as_json(findings: Iterable[Finding]) -> dict[str, Any]:
    """The same for programs."""
    listed = list(findings)
    return {
        "ready": not any(one.prevents for one in listed),
        "learners": machine.look().learners,
        "addresses": addresses.this_computer(),
        "findings": [
            {
                "check": one.check,
                "state": one.state.value,
                "sentence": one.sentence,
                "advice": one.advice,
                "needed": one.needed,
            }
            for one in listed
        ],
    }
