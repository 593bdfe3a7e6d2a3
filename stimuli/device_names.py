"""What a device is called.  No torch here: commands name them."""

CHOICES = ("auto", "cpu", "cuda", "mps")
