"""``python -m cuentas.cli`` is the command ``cuentas``."""

from cuentas.cli import command

if __name__ == "__main__":
    command()
