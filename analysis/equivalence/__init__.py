"""Whether a planned difference is too small to matter, and how that is told."""
