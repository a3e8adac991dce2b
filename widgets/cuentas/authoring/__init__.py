"""What authors use: canonical notebooks, checks of the course, new lessons, the guide."""
