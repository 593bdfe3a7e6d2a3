"""Data that come from elsewhere: one CSV table of trials, and a plan.toml that says what its columns mean."""
