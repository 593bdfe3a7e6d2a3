"""What the question of sensitivity stands on: signal detection of decisions."""
