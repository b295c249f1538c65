"""Pages made ready to be read."""
