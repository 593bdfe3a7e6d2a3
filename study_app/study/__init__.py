"""Pure parts of a study: no Flask, no database, no clock, no global randomness."""
