"""Pages written as hOCR, ALTO, text, JSON and PDF, and read from mark-up."""
