"""The real gull classifier of the shared data, as a classifier.toml describes it."""

CLASSIFIER = """
architecture = "mobilenet_v2"
weights = "{weights}"
classes = ["Glaucous_winged_Gull", "Heermann_Gull", "Ivory_Gull"]
input_px = 224
mean = [0.5, 0.5, 0.5]
std = [0.5, 0.5, 0.5]
"""
