"""What the question of response times stands on."""
