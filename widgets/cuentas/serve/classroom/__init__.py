"""A class on one laptop: the address phones use, the door with its code, the projector page."""
