"""A way back through a network on which probability flows instead of gradients: excitation backprop.

Every unit's winning probability is shared by its inputs in proportion to what each adds to its excitation, activation
times positive weight (marginal winning probability; Zhang et al. 2016).  Whatever is computed inside
`with Excitation(network):`, the network and any target built on it, is differentiated by this rule: torch hands every
function to the mode, so that sums and means outside of any layer are seen, too.

An input below zero excites through a negative weight, which the paper, made for ReLUs, leaves open; this is the
alpha-1 beta-0 rule of layer-wise relevance propagation, and the paper's where no input is negative.
Biases are left out of the excitation; a batch normalisation after a convolution counts as part of its weights.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Self

from torch import Tensor, nn
from torch.overrides import TorchFunctionMode

from stimuli.errors import StimuliError
from stimuli.winning import add, keep, share

WEIGHTED = frozenset({"conv2d", "linear"})
EVEN = frozenset({"mean", "sum", "avg_pool2d", "adaptive_avg_pool2d"})  # sums with one positive weight for all
ADDED = frozenset({"add", "add_", "__add__", "__iadd__", "__radd__"})
KEPT = frozenset({"relu6", "hardtanh", "softmax"})  # from one input to one output, and never downwards
# Their gradient hands each number to where it came from; a ReLU's does so, too, as units at zero win nothing.
ROUTED = frozenset(
    {"relu", "relu_", "max_pool2d", "dropout", "pad", "cat", "concat", "chunk", "split", "gather", "__getitem__"}
    | {"flatten", "view", "reshape", "permute", "transpose", "contiguous", "squeeze", "unsqueeze", "float", "clone"}
)


@dataclass
class _Weighted:
    """What excites the outputs of a convolution or linear layer.  signs: of the normalisation after it, per output."""

    function: Callable[..., Tensor]
    weight: Tensor
    others: tuple[Any, ...]
    named: Mapping[str, Any]
    signs: Tensor | None = None

    def __call__(self, up: Tensor, down: Tensor | None = None) -> Tensor:
        weight = self.weight.detach()
        if self.signs is not None:
            weight = weight * self.signs.view(-1, *[1] * (weight.ndim - 1))
        found = self.function(up, weight.clamp(min=0), None, *self.others, **self.named)
        if down is None:
            return found
        return found + self.function(down, weight.clamp(max=0), None, *self.others, **self.named)


class Excitation(TorchFunctionMode):
    """Inside, everything is computed as always, but the way back is excitation backprop.

    StimuliError where something is computed that it has no rule for: it names the layer.
    """

    def __init__(self, network: nn.Module) -> None:
        super().__init__()
        self._network = network
        self._where = ""
        self._last: tuple[Tensor, _Weighted] | None = None

    def __enter__(self) -> Self:
        self._hooks = [
            layer.register_forward_pre_hook(partial(self._entered, name))
            for name, layer in self._network.named_modules()
        ]
        super().__enter__()  # type: ignore[no-untyped-call]
        return self

    def __exit__(self, *fault: Any) -> None:
        for hook in self._hooks:
            hook.remove()
        super().__exit__(*fault)  # type: ignore[no-untyped-call]

    def _entered(self, name: str, _layer: nn.Module, _inputs: Any) -> None:
        self._where = name

    def __torch_function__(
        self, function: Any, types: Any, args: tuple[Any, ...] = (), kwargs: Mapping[str, Any] | None = None
    ) -> Any:
        """The function's result, with excitation backprop as its way back."""
        named = kwargs or {}
        if not _followed([*args, *named.values()]):
            return function(*args, **named)
        name = function.__name__
        rule = self._rule(name)
        found = rule(function, *args, **named) if rule else function(*args, **named)
        if _followed([found]) or name == "__setitem__":
            if not rule and name not in ROUTED:
                raise self._refusal(name)
            if name not in WEIGHTED:
                self._last = None
        return found

    def _rule(self, name: str) -> Callable[..., Tensor] | None:
        if name in WEIGHTED:
            return self._weighted
        if name == "batch_norm":
            return self._normalised
        if name in ADDED:
            return partial(self._added, in_place=name in ("add_", "__iadd__"))
        return _even if name in EVEN else _kept if name in KEPT else None

    def _weighted(
        self, function: Any, inputs: Tensor, weight: Tensor, bias: Tensor | None = None, *others: Any, **named: Any
    ) -> Tensor:
        excitation = _Weighted(function, weight, others, named)
        found = share(inputs, lambda given: function(given, weight, bias, *others, **named), excitation)
        self._last = found, excitation
        return found

    def _normalised(
        self, function: Any, inputs: Tensor, mean: Tensor, variance: Tensor, *others: Any, **named: Any
    ) -> Tensor:
        if self._last is None or self._last[0] is not inputs:
            raise self._refusal("a batch normalisation that does not follow a convolution at once")
        weight = others[0] if others else named.get("weight")
        self._last[1].signs = None if weight is None else weight.detach().sign()
        return keep(inputs, lambda given: function(given, mean, variance, *others, **named))

    def _added(self, _function: Any, one: Any, other: Any, *, in_place: bool, alpha: float = 1) -> Tensor:
        if not (isinstance(one, Tensor) and isinstance(other, Tensor) and one.shape == other.shape and alpha == 1):
            raise self._refusal("a sum of anything but two maps of one shape")
        return add(one, other, in_place=in_place)

    def _refusal(self, what: str) -> StimuliError:
        return StimuliError(
            f"excitation backprop: layer {self._where!r}: no rule for {what}; it has rules for convolutions, linear "
            "layers, batch normalisations after these, ReLU, ReLU6, pooling, sums and concatenations"
        )


def _followed(values: Iterable[Any]) -> bool:
    """Whether a way back leads through any of these, or through a member of a list of them."""
    flat = [one for value in values for one in (value if isinstance(value, list | tuple) else [value])]
    return any(isinstance(one, Tensor) and one.requires_grad for one in flat)


def _even(function: Any, inputs: Tensor, *others: Any, **named: Any) -> Tensor:
    def compute(given: Tensor, _below: Tensor | None = None) -> Tensor:
        found: Tensor = function(given, *others, **named)
        return found

    return share(inputs, compute, compute)


def _kept(function: Any, inputs: Tensor, *others: Any, **named: Any) -> Tensor:
    return keep(inputs, lambda given: function(given, *others, **named))
