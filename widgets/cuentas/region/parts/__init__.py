"""What a pack is written from: lines, names, places, questions, sources and tables."""
