"""What the question of the baseline stands on."""
