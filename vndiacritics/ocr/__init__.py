"""Scans in, repaired documents out: images, PDFs, hOCR and ALTO. Needs the extra ``[ocr]``."""
