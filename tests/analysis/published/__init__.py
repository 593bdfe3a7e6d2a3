"""Published studies with people: their printed figures must come out of our own code.

Of Taesiri et al. (2022) only the birds are at hand, of Mac Aodha et al. (2018) only the butterflies; the data are in
the folder that GULLSEYE_SHARED_DATA names, never here.
"""
