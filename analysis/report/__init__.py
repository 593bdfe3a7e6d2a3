"""The report: a folder that somebody without Gullseye can read."""
