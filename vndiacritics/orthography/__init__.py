"""What Vietnamese writing is: letters and syllables; strings in, strings out."""
