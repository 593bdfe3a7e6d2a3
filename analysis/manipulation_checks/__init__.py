"""What the question of checks stands on."""
