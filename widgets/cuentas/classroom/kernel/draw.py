"""A lesson's page drawn by a process of its own, where this machine cannot fork."""

from __future__ import annotations

import json
import sys

from cuentas.classroom.kernel.rehearsal import rehearse


def main() -> None:
    """Print, as JSON, what the lesson (first argument) shows for a query (second argument).

    The environment names the region.
    """
    rehearsal = rehearse(sys.argv[1])
    rehearsal.follow(sys.argv[2])
    json.dump(rehearsal.page(), sys.stdout)


if __name__ == "__main__":
    main()
