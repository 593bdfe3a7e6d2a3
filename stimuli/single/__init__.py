"""Single pictures explained without a study; `explaining.explain` and `comparing.compare` are the ways in."""
