"""PDFs: their text layers and images, read and written."""
