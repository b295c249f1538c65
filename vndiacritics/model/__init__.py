"""What is known about the language and about OCR: read-only tables and their formats."""
