"""The embedded demonstration set: rendered gulls whose species differ in field marks and in nothing else."""
