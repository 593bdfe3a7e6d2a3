from collections import Counter

from hypothesis import given
from hypothesis import strategies as some

from study_app.definition import Study
from study_app.study import allocation
from tests.study_app.designs import study_of


def with_allocation(n_arms: int, per_block: int, seed: int) -> Study:
    arms: dict[str, dict[str, str]] = {f"arm{n}": {} for n in range(n_arms)}
    size = n_arms * per_block
    facts = {"block_size": size, "seats": 5 * size, "seed": seed, "after": "consent"}
    return study_of(arms=arms, allocation=facts)


@given(some.integers(1, 5), some.integers(1, 4), some.integers(0, 10**6))
def test_every_block_holds_every_arm_equally_often(n_arms: int, per_block: int, seed: int) -> None:
    study = with_allocation(n_arms, per_block, seed)
    made = allocation.seats(study, "live", range(5))
    assert [seat.number for seat in made] == list(range(5 * n_arms * per_block))
    per_arm = Counter((seat.block, seat.arm) for seat in made)
    assert per_arm == {(block, arm): per_block for block in range(5) for arm in study.arms}


@given(some.integers(1, 5), some.integers(1, 4), some.integers(0, 10**6))
def test_the_rank_counts_the_seats_of_the_same_arm_before(n_arms: int, per_block: int, seed: int) -> None:
    before: Counter[str] = Counter()
    for seat in allocation.seats(with_allocation(n_arms, per_block, seed), "live", range(5)):
        assert seat.rank == before[seat.arm]
        before[seat.arm] += 1


def test_the_list_can_be_continued_without_changing_what_was_given_out() -> None:
    study = study_of()
    assert allocation.seats(study, "live", range(7))[: 2 * 6] == allocation.seats(study, "live", range(2))


def test_a_single_seat_is_the_same_as_in_the_list() -> None:
    study = study_of()
    listed = allocation.seats(study, "live", range(4))
    assert [allocation.seat(study, "live", number) for number in range(24)] == listed


def test_a_rehearsal_does_not_show_the_live_list() -> None:
    study = study_of()
    live, robot = ([seat.arm for seat in allocation.seats(study, mode, range(20))] for mode in ("live", "robot"))
    assert live != robot


def test_every_order_of_a_block_comes_up_equally_often() -> None:
    study = with_allocation(3, 1, seed=1)
    made = allocation.seats(study, "live", range(6000))
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
    facts = {"block_size": 8, "seats": 160, "seed": 20261123, "after": "consent"}
    study = study_of(arms=arms, allocation=facts)
    first = [seat.arm for seat in allocation.seats(study, "live", range(1))]
    assert first == ["placebo", "none", "xnn", "heatmap", "none", "heatmap", "placebo", "xnn"]
