"""What is around the bird: one module per kind of place, all from the seed's own streams."""
