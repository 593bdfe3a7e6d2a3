"""One file = one sub-command of `gullseye` that needs nothing but this room."""
