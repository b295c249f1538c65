"""Tesseract: how it is called and what is made of its readings."""
