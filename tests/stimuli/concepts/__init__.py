"""Tests of concepts: what they learn, from what, how far they are to be trusted."""
