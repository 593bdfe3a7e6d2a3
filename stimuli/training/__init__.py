"""Trains a torchvision network on a folder of classes: what `gullseye train` does."""
