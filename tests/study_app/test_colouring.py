from itertools import permutations

from hypothesis import given
from hypothesis import strategies as some

from study_app.study.colouring import cheapest, matchings
from study_app.study.draw import Draw


def test_a_square_is_the_same_for_ever() -> None:
    assert list(matchings([[0, 1, 2]] * 3, Draw("a key"))) == [[0, 1, 2], [1, 2, 0], [2, 0, 1]]


@given(some.integers(1, 9), some.integers(0, 5), some.integers(0, 999))
def test_matchings_use_every_edge_once(n: int, degree: int, seed: int) -> None:
    draw = Draw(seed)
    graph: list[list[int]] = [[] for _ in range(n)]
    for _ in range(degree):
        for left, right in enumerate(draw.shuffled(range(n))):
            graph[left].append(right)
    found = list(matchings(graph, draw))
    assert len(found) == degree
    assert all(sorted(matching) == list(range(n)) for matching in found)
    assert [sorted(edges) for edges in zip(*found, strict=True)] == [sorted(edges) for edges in graph if degree]


@given(
    some.integers(1, 5).flatmap(
        lambda n: some.lists(some.lists(some.integers(0, 9), min_size=n, max_size=n), min_size=n, max_size=n)
    )
)
def test_no_assignment_is_cheaper(costs: list[list[int]]) -> None:
    columns = cheapest(costs)
    assert sorted(columns) == list(range(len(costs)))
    least = min(sum(costs[row][column] for row, column in enumerate(order)) for order in permutations(columns))
    assert sum(costs[row][column] for row, column in enumerate(columns)) == least


def test_a_worked_assignment() -> None:
    assert cheapest([[4, 1, 3], [2, 0, 5], [3, 2, 2]]) == [1, 0, 2]
