"""A page to judge the concepts of a classifier by: how faithful, where, and how far each can be named.  No torch."""
