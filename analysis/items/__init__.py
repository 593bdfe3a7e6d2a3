"""What the question of items stands on."""
