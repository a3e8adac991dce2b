"""``cuentas serve`` as it was typed: what the terminal proposes changes one thing only."""

from __future__ import annotations

import shlex
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from cuentas.classroom.ports import LEAST_FREE_PORT, MOST_PORT, OTHER_PORT


@dataclass(frozen=True)
class Command:
    """The command, with its options.

    Attributes:
        for_class: it opens a class.
        address: which of its networks the class uses.
        port: the port that was asked for.
        base_url: where the course starts.
        log: the file that keeps the journal.
        open_browser: it opens the browser.
        region: the region that opens by itself.
    """

    for_class: bool = False
    address: str | None = None
    port: int | None = None
    base_url: str = "/"
    log: Path | None = None
    open_browser: bool = False
    region: str | None = None

    def __str__(self) -> str:
        """The line to type. ``--new-code`` is left out: the code is new already."""
        options: list[list[str]] = [
            ["--class"] if self.for_class else [],
            ["--address", self.address] if self.address else [],
            ["--port", str(self.port)] if self.port is not None else [],
            ["--base-url", self.base_url] if self.base_url != "/" else [],
            ["--region", self.region] if self.region else [],
            ["--log", str(self.log)] if self.log else [],
            ["--open"] if self.open_browser else [],
        ]
        return shlex.join(["cuentas", "serve", *chain.from_iterable(options)])

    def at(self, address: str) -> Command:
        """The same on another network of this computer."""
        return replace(self, address=address)

    def on_another_port(self) -> Command:
        """The same on a port that is likely to be free."""
        port = self.port or 0
        next_one = port + 1 if LEAST_FREE_PORT <= port < MOST_PORT else OTHER_PORT
        return replace(self, port=next_one)
