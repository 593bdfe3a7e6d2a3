"""One file = one statistical analysis.  The file's name is the name used in plans; it offers QUESTION."""
