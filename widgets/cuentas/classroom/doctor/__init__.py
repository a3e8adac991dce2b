"""``cuentas doctor``: whether this laptop can hold a class, and what to do where it cannot."""
