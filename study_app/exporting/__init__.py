"""From rows of the database to tables that anybody can read."""
