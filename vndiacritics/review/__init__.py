"""The page on which a person checks a restoration, and what becomes of the decisions."""
