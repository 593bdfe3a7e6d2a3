"""What the question of agreement stands on."""
