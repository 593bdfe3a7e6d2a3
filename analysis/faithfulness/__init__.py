"""What the question of faithfulness stands on."""
