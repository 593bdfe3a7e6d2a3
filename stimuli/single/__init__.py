"""Single pictures explained for people, without a study: `explaining.explain` and `sheet.compare` are the ways in."""
