"""``python tests/bench``: the commands that measure a class."""

from __future__ import annotations

import sys
from pathlib import Path

# Run as a folder, Python looks for modules in this folder; the rooms are one above.
sys.path[0] = str(Path(__file__).resolve().parents[1])

from bench.commands import bench  # noqa: E402 - found only now

if __name__ == "__main__":
    bench()
