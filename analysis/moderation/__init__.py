"""What the question of moderation stands on."""
