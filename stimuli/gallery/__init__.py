"""A page to look through a whole stimulus set: every picture, every explanation, every score.  No torch, no server."""
