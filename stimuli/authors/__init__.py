"""The authors' ways to optimise masks, as their code runs, quirks included: to be compared with, not to be shown."""
