"""From tokens to arcs: what each may have been, behind the channel of its line's profile."""
