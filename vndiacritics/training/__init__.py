"""Learning from corpora and pairs; the library never imports this package."""
