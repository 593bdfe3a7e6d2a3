"""One file = one command that needs more than one room; here, and only here, rooms are handed what they may not import.

A command that stays in one room is in that room.
"""
