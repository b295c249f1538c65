"""What is decided beside the search: symbols in their context, spaces, specks, doubled words."""
