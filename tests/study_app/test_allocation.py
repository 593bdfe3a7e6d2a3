from collections import Counter
from itertools import groupby

from hypothesis import given
from hypothesis import strategies as some

from study_app.definition import Study
from study_app.study import allocation
from tests.study_app.designs import study_of

STRATA = {"source": "url", "name": "country", "seats": {"GB": 12, "DE": 6}}


def with_allocation(n_arms: int, per_block: int) -> Study:
    arms: dict[str, dict[str, str]] = {f"arm{n}": {} for n in range(n_arms)}
    size = n_arms * per_block
    return study_of(arms=arms, allocation={"block_size": size, "seats": 5 * size, "after": "consent"})


def with_strata() -> Study:
    return study_of(allocation={"block_size": 6, "seats": 18, "after": "consent", "strata": STRATA})


def arms_of(seats: list[allocation.PlannedSeat]) -> list[str | None]:
    return [seat.arm for seat in seats]


@given(some.integers(1, 5), some.integers(1, 4), some.integers(0, 10**6))
def test_every_block_holds_every_arm_equally_often(n_arms: int, per_block: int, seed: int) -> None:
    study = with_allocation(n_arms, per_block)
    made = allocation.seats(study, "live", seed, range(5))
    assert [seat.number for seat in made] == list(range(5 * n_arms * per_block))
    per_arm = Counter((seat.block, seat.arm) for seat in made)
    assert per_arm == {(block, arm): per_block for block in range(5) for arm in study.arms}


@given(some.integers(1, 5), some.integers(1, 4), some.integers(0, 10**6))
def test_the_rank_counts_the_seats_of_the_same_arm_before(n_arms: int, per_block: int, seed: int) -> None:
    before: Counter[str | None] = Counter()
    for seat in allocation.seats(with_allocation(n_arms, per_block), "live", seed, range(5)):
        assert seat.rank == before[seat.arm]
        before[seat.arm] += 1


def test_the_list_can_be_continued_without_changing_what_was_given_out() -> None:
    study = study_of()
    whole = allocation.seats(study, "live", 5, range(7))
    assert whole[:12] == allocation.seats(study, "live", 5, range(2))
    assert whole[12:] == allocation.seats(study, "live", 5, range(2, 7))


def test_a_rehearsal_does_not_show_the_live_list() -> None:
    live, robot = (arms_of(allocation.seats(study_of(), mode, 5, range(20))) for mode in ("live", "robot"))
    assert live != robot


def test_every_order_of_a_block_comes_up_equally_often() -> None:
    made = allocation.seats(with_allocation(3, 1), "live", 1, range(6000))
    orders = Counter(tuple(seat.arm for seat in made[at : at + 3]) for at in range(0, len(made), 3))
    assert len(orders) == 6
    # 6000 draws of 1/6: standard deviation 29; five of them
    assert all(abs(count - 1000) < 145 for count in orders.values())


def test_the_published_list_of_the_gull_study_can_be_reproduced() -> None:
    """The expected order was made by Perl:

    use Digest::SHA "sha256"; @a = (qw(none placebo heatmap xnn)) x 2;
    @w = map { unpack "Q>4", sha256(qq(["gullseye-draw-1",20261123,"seats","live",0]|$_)) } 0, 1;
    for $i (reverse 1 .. 7) { $j = shift(@w) % ($i + 1); @a[$i, $j] = @a[$j, $i] } print "@a"
    """
    arms: dict[str, dict[str, str]] = {name: {} for name in ("none", "placebo", "heatmap", "xnn")}
    study = study_of(arms=arms, allocation={"block_size": 8, "seats": 160, "after": "consent"})
    first = arms_of(allocation.seats(study, "live", 20261123, range(1)))
    assert first == ["placebo", "none", "xnn", "heatmap", "none", "heatmap", "placebo", "xnn"]


def test_a_study_without_strata_has_one_list_of_all_its_blocks() -> None:
    assert allocation.strata(study_of()) == {"": 2}


def test_every_stratum_has_as_many_blocks_as_its_seats_make() -> None:
    assert allocation.strata(with_strata()) == {"GB": 2, "DE": 1}


def test_every_stratum_has_a_balanced_list_of_its_own() -> None:
    study = with_strata()
    british, german = (allocation.seats(study, "live", 5, range(20), stratum) for stratum in ("GB", "DE"))
    assert arms_of(british) != arms_of(german)
    for stratum, made in (("GB", british), ("DE", german)):
        assert {seat.stratum for seat in made} == {stratum}
        assert [seat.number for seat in made] == list(range(120))
        for _, block in groupby(made, lambda seat: seat.block):
            assert Counter(seat.arm for seat in block) == {"none": 2, "placebo": 2, "heatmap": 2}


def test_ranks_count_within_the_stratum() -> None:
    for stratum in ("GB", "DE"):
        made = allocation.seats(with_strata(), "live", 5, range(4), stratum)
        assert [seat.rank for seat in made if seat.arm == "placebo"] == list(range(8))


def test_another_seed_is_another_list_whatever_its_kind() -> None:
    study = study_of()
    lists = {tuple(arms_of(allocation.seats(study, "live", seed, range(20)))) for seed in (5, 6, "5", "a" * 64)}
    assert len(lists) == 4


def test_minimisation_makes_seats_without_an_arm() -> None:
    facts = {"block_size": 3, "seats": 6, "after": "consent", "kind": "minimisation"}
    study = study_of(allocation={**facts, "minimise": [{"source": "url", "name": "country"}]})
    made = allocation.seats(study, "live", 5, range(2))
    assert [(seat.number, seat.block, seat.arm) for seat in made] == [
        (0, 0, None),
        (1, 0, None),
        (2, 0, None),
        (3, 1, None),
        (4, 1, None),
        (5, 1, None),
    ]


def test_what_is_shown_of_a_sealed_seed_is_its_sha_256() -> None:
    """The expected value was made by: printf 20261123 | sha256sum"""
    assert allocation.sealed(20261123) == "b6d913cceb852bccaba04033f1b09cd2efc48c5f19e09d47279e3dd5505af792"
    assert allocation.sealed("20261123") == allocation.sealed(20261123)
