"""The command `vnfix`."""
