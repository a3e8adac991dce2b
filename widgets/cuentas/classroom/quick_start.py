"""What libraries load at the start and the course never uses."""

from __future__ import annotations

import sys
from typing import Any

UNUSED = ("rfc3987_syntax",)
"""Compiles a grammar of international web addresses, for most of a second, each time it is
loaded. jsonschema checks such addresses with it if it is there, and no schema of ours asks."""


def leave_out_unused() -> None:
    """Let ``import`` say that these libraries are not installed; whoever asks does without."""
    modules: dict[str, Any] = sys.modules
    for name in UNUSED:
        modules.setdefault(name, None)
