"""A winning probability handed back through one function, where autograd would hand back a gradient."""

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor
from torch.autograd import Function

TINY = 1e-20  # an excitation below is none: its probability is lost, not divided by zero

Compute = Callable[[Tensor], Tensor]
Excitation = Callable[..., Tensor]


class _Share(Function):
    @staticmethod
    def forward(ctx: Any, inputs: Tensor, compute: Compute, excitation: Excitation) -> Tensor:
        ctx.save_for_backward(inputs)
        ctx.excitation = excitation
        return compute(inputs)

    @staticmethod
    def backward(ctx: Any, *won: Tensor) -> tuple[Tensor, None, None]:
        (inputs,) = ctx.saved_tensors
        halves = [inputs.clamp(min=0)] + ([inputs.clamp(max=0)] if bool((inputs < 0).any()) else [])
        with torch.enable_grad():
            total = ctx.excitation(*(half.requires_grad_() for half in halves))
        weights = torch.autograd.grad(total, halves, _ratio(won[0], total.detach()))
        shares = [half.detach() * weight for half, weight in zip(halves, weights, strict=True)]
        return torch.stack(shares).sum(0), None, None


class _Add(Function):
    @staticmethod
    def forward(ctx: Any, one: Tensor, other: Tensor, in_place: bool) -> Tensor:
        signs = (one + other).sign()
        ctx.save_for_backward((one * signs).clamp(min=0), (other * signs).clamp(min=0))
        if not in_place:
            return one + other
        ctx.mark_dirty(one)
        return one.add_(other)

    @staticmethod
    def backward(ctx: Any, *won: Tensor) -> tuple[Tensor, Tensor, None]:
        one, other = ctx.saved_tensors
        ratio = _ratio(won[0], one + other)
        return one * ratio, other * ratio, None


class _Keep(Function):
    @staticmethod
    def forward(_ctx: Any, inputs: Tensor, compute: Compute) -> Tensor:
        return compute(inputs.clone())

    @staticmethod
    def backward(_ctx: Any, *won: Tensor) -> tuple[Tensor, None]:
        return won[0], None


def _ratio(won: Tensor, excitation: Tensor) -> Tensor:
    return torch.where(excitation > TINY, won / excitation, torch.zeros_like(won))


def share(inputs: Tensor, compute: Compute, excitation: Excitation) -> Tensor:
    """compute(inputs); every output's probability goes to the inputs by their part in its excitation.

    excitation(up) or excitation(up, down): the sum of what inputs add that is positive, linear in the inputs above
    zero (up) and in those below (down); the second is only given where there are such.
    """
    found: Tensor = _Share.apply(inputs, compute, excitation)
    return found


def add(one: Tensor, other: Tensor, *, in_place: bool) -> Tensor:
    """one + other; the probability goes to both in proportion to what they add in the direction of the sum.

    That is their values where both are positive, as after a ReLU; at the linear ends of a MobileNet's blocks sums are
    negative, too.
    """
    found: Tensor = _Add.apply(one, other, in_place)
    return found


def keep(inputs: Tensor, compute: Compute) -> Tensor:
    """compute(inputs), one output per input, which hands its probability to its own input."""
    found: Tensor = _Keep.apply(inputs, compute)
    return found
