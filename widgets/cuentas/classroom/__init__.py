"""The class server: the course as pages on a phone, each lesson with its own kernel."""
