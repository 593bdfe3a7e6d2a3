"""What the question of confidence stands on."""
