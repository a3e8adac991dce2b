"""A pack and a later reading: made one, and compared."""
