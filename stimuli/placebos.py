"""Which methods are placebos: what they show knows nothing of the classifier, or not of the one that is explained."""

PLACEBOS = frozenset({"random_map", "random_graph", "other_image", "centre_prior", "edges", "shuffled_weights"})
