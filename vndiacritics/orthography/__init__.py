"""What Vietnamese writing is: letters, syllables, symbols. No I/O, no numpy."""
