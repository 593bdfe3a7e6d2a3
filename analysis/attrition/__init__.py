"""What the question of attrition stands on."""
