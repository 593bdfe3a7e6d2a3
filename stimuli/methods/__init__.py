"""One file = one explanation method.  The file's name is the name used in stimuli.toml; it offers METHOD."""
