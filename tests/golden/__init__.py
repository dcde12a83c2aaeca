"""Pages, word for word."""
