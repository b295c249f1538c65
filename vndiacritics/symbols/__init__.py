"""Document codes, dates and list marks: grammar, damage, context."""
