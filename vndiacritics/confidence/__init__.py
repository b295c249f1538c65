"""How sure: from what is known of a change or a token to a probability."""
