"""Kinds of damage: what each does to words, and which one a line suffered."""
