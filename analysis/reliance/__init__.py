"""What the question of reliance stands on: advice, shares, teams, and how they are told."""
