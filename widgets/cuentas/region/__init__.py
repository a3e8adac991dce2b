"""The trainer's kit: from official files, as published, to a tested region pack."""
