"""The lattice of a text and the search over it."""
