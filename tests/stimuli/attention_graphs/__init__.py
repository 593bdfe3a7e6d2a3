"""Tests of attention graphs: the search, the graph, what is drawn, and the items made from them."""
