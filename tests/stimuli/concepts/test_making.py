"""What is kept of a network: it speaks in the classifier's units, and knows how far it is to be trusted."""

from typing import cast

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from stimuli.concepts.attachment import Attachment
from stimuli.concepts.contribution import Reader
from stimuli.concepts.material import Division
from stimuli.concepts.module import ConceptModule, unpacked
from stimuli.fit import Fit, Fitting
from stimuli.lesson import PlainDesk
from stimuli.methods.xnn import METHOD, XnnParameters
from stimuli.picture import Picture
from stimuli.store import Store
from tests.stimuli.concepts.patches import CLASSES, patch_seeker, pictures

PICTURES = pictures(24, 24)
OWN = [one for one in PICTURES if one.label == "both"]
FIT = cast(Fit[XnnParameters], METHOD.fit)


def modules(store: Store, **changes: object) -> dict[str, ConceptModule]:
    options = XnnParameters.model_validate(
        {"concepts": 3, "views": 1, "rows": 400, "batch": 20, "epochs": 5, "rounds": 0, **changes}
    )
    found = FIT.run(Fitting("made", patch_seeker(), PICTURES, CLASSES, PlainDesk(store)), options)
    store.put("made", found.arrays, found.facts)
    kept = store.get("made")
    assert kept is not None
    return unpacked(kept.arrays, kept.facts)


@pytest.fixture(scope="module")
def module(tmp_path_factory: pytest.TempPathFactory) -> ConceptModule:
    return modules(Store(tmp_path_factory.mktemp("made")))["both"]


def contributions(module: ConceptModule, some: list[Picture]) -> NDArray[np.float32]:
    classifier = patch_seeker()
    features = Attachment.of(classifier).features(classifier.inputs([one.open().pixels for one in some]))
    found: NDArray[np.float32] = Reader.of(module, torch.device("cpu")).contributions(features).numpy()
    return found


def test_it_names_its_class_its_layer_and_its_images(module: ConceptModule) -> None:
    assert (module.class_name, module.layer) == ("both", "what the last linear layer is given, fc")
    assert module.images == tuple(one.name for one in OWN)
    assert (int(module.held_out.sum()), module.faithfulness.n_within, module.faithfulness.n) == (6, 6, 12)
    assert module.n_rows == 2 * 18 * 2  # of each class, with a view each
    assert (module.rounds, module.curve.shape) == (1, (5, 4))


def test_its_contributions_are_those_that_its_weights_give(module: ConceptModule) -> None:
    assert np.allclose(module.contributions, contributions(module, OWN), atol=1e-5)


def test_its_logits_are_the_classifiers(module: ConceptModule) -> None:
    logits = patch_seeker().logits([one.open().pixels for one in OWN])[:, 0]
    assert np.allclose(module.logits, logits, atol=1e-5)


def test_its_error_is_in_logits_over_all_images_held_out(module: ConceptModule) -> None:
    tested = [PICTURES[n] for n in (*np.flatnonzero(module.held_out), *other_held_out())]
    said = module.bias + contributions(module, tested).sum(1)
    wanted = patch_seeker().logits([one.open().pixels for one in tested])[:, 0]
    assert module.faithfulness.rmse == pytest.approx(float(np.sqrt(np.square(said - wanted).mean())), rel=1e-4)


def other_held_out() -> list[int]:
    """The positions of the dark pictures that are held out."""
    out = Division(0.25, None, 0).held_out(PICTURES)
    return [n for n, one in enumerate(PICTURES) if out[n] and one.label == "dark"]


def test_concepts_stand_in_the_order_of_what_they_add(module: ConceptModule) -> None:
    means = module.mean_contributions
    assert list(means) == sorted(means, reverse=True)


def test_its_correlations_are_of_contributions_over_its_images(module: ConceptModule) -> None:
    vary = module.contributions.std(0) > 1e-3
    expected = np.corrcoef(module.contributions[:, vary], rowvar=False)
    assert np.allclose(module.correlation[np.ix_(vary, vary)], expected, atol=1e-3)


def test_it_is_refused_below_the_least_share_of_variance(module: ConceptModule) -> None:
    r2 = module.faithfulness.r2_within
    assert module.refusal(r2) is None
    assert module.refusal(r2 + 0.01) == (
        f"both: the module says {r2:.2f} of the score's variance within the class "
        f"(R², 6 held-out images), less than least_r2 = {r2 + 0.01:g}"
    )


def test_a_layer_whose_numbers_may_be_negative_is_learnt_from_too(tmp_path_factory: pytest.TempPathFactory) -> None:
    found = modules(Store(tmp_path_factory.mktemp("signed")), layer="features.0")["both"]
    assert found.layer == "features.0"
    assert found.faithfulness.correlation > 0.5
