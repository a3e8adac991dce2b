"""Languages: the catalogues of what people read, and how numbers and dates are written."""

from cuentas.i18n.catalogue import plural, text

__all__ = ["plural", "text"]
