"""What the files have, found without the engine: the controls of a pack expect it."""
