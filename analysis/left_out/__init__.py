"""What the question of exclusions stands on."""
