"""What the question of participants stands on."""
