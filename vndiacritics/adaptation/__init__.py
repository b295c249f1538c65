"""What the document teaches: its channel, its pairs, its names."""
