"""XNN: explanation networks, which say a class score as a sum of a few concepts (Qi, Khorram and Li, 2021).

`networks` is the mathematics of many of them side by side, `training` finds their weights, `module` is what is kept of
one, `faithfulness` says how far it can be trusted, `contribution` is what a heat map explains of it.
"""
