"""What the question of learning stands on: curves, criteria, transfer."""
