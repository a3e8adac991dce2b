"""``python -m cuentas.cli`` is the command ``cuentas``."""

import sys

from cuentas.cli import main

if __name__ == "__main__":
    sys.exit(main())
