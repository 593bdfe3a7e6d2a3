"""Structured attention graphs (Shitole, Li, Kahng, Tadepalli and Fern 2021): which small sets of patches suffice.

`patches` names sets of patches, `asking` carries the scores of many searches through one stream, `search` finds minimal
sufficient sets, `diverse` chooses some that differ, `graph` says what each loses without each of its patches.  None of
these needs a network: they ask for scores and are given them.  `grid` says which pixels a patch is, `scorer` asks.
"""
