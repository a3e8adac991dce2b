"""Figures of the course: each function turns figures of the model into one shown figure."""
