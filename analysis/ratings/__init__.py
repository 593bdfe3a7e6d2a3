"""What the question of ratings stands on."""
