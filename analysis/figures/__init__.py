"""Vector pictures for the report: colour is never the only cue, the same data give the same bytes."""
