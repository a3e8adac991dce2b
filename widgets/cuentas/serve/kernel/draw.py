"""A lesson's page drawn by a process of its own, where this machine cannot fork."""

from __future__ import annotations

import json
import sys

from cuentas.serve.kernel.rehearsal import rehearse


def main() -> None:
    """Print, as JSON, what the lesson (first argument) shows for a query (second argument)."""
    stage = rehearse(sys.argv[1])
    stage.follow(sys.argv[2])
    json.dump(stage.page(), sys.stdout)


if __name__ == "__main__":
    main()
