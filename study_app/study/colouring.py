"""Perfect matchings of bipartite graphs: how the cells of a square are shared out.

A graph is a list: for each vertex on the left, the vertices on the right that it is joined to, perhaps more than once.
A regular graph has equally many vertices, and n of them, on both sides, each with equally many edges.
"""

from collections.abc import Iterator, Sequence

from study_app.study.draw import Draw


def matchings(graph: Sequence[Sequence[int]], draw: Draw) -> Iterator[list[int]]:
    """A regular graph taken apart into perfect matchings, at random (König 1916: it can always be done).

    Each matching is a list: the partner on the right of each vertex on the left.
    """
    left = [list(edges) for edges in graph]
    for _ in range(len(left[0]) if left else 0):
        matching = _matching(left, draw)
        for edges, partner in zip(left, matching, strict=True):
            edges.remove(partner)
        yield matching


def _matching(graph: Sequence[Sequence[int]], draw: Draw) -> list[int]:
    """A perfect matching of a regular graph, by random walks.

    Each vertex takes a random partner, and whoever loses its partner takes another: after some n log n steps all have
    one (Goel, Kapralov and Khanna, Perfect matchings in O(n log n) time in regular bipartite graphs, 2010).
    """
    degree = len(graph[0])
    holders = [-1] * len(graph)
    for start in range(len(graph)):
        vertex, lost = start, -1
        while vertex >= 0:
            edges = graph[vertex]
            others = degree - (lost >= 0)
            partner = edges[draw.below(others)] if others > 1 else edges[0]
            if partner == lost:
                partner = edges[-1]
            holders[partner], vertex, lost = vertex, holders[partner], partner
    matching = [-1] * len(graph)
    for partner, vertex in enumerate(holders):
        matching[vertex] = partner
    return matching


def cheapest(costs: Sequence[Sequence[int]]) -> list[int]:
    """The column of each row of a square table so that the sum of the costs is least (the Hungarian method)."""
    n = len(costs)
    row_price, column_price = [0] * n, [0] * (n + 1)
    holders = [-1] * (n + 1)  # column → row; the extra column holds the row that is being placed
    for row in range(n):
        holders[n] = row
        came_from, column = _shortest_path(costs, (row_price, column_price), holders)
        while column != n:
            holders[column] = holders[came_from[column]]
            column = came_from[column]
    columns = [0] * n
    for column in range(n):
        columns[holders[column]] = column
    return columns


def _shortest_path(
    costs: Sequence[Sequence[int]], prices: tuple[list[int], list[int]], holders: Sequence[int]
) -> tuple[list[int], int]:
    """From the extra column to a free one: which column each was reached from, and the free one.  Adjusts the prices.

    (Dijkstra's algorithm on costs less prices, which are never negative.)
    """
    n = len(costs)
    row_price, column_price = prices
    far = sum(map(sum, costs)) + 1
    distance, came_from = [far] * n, [n] * n
    done, waiting, column = [n], set(range(n)), n
    while True:
        row = holders[column]
        cost, price = costs[row], row_price[row]
        for other in waiting:
            length = cost[other] - price - column_price[other]
            if length < distance[other]:
                distance[other], came_from[other] = length, column
        column = min(waiting, key=lambda other: (distance[other], other))
        step = distance[column]
        for passed in done:
            row_price[holders[passed]] += step
            column_price[passed] -= step
        for other in waiting:
            distance[other] -= step
        if holders[column] < 0:
            return came_from, column
        done.append(column)
        waiting.remove(column)
