"""From a trained network to the module that is kept: in the classifier's units, in order, with its record."""

import numpy as np

from stimuli.concepts.course import Trained
from stimuli.concepts.encoding import Floats, Layers, encoded, layers_of
from stimuli.concepts.faithfulness import Judged, correlations, faithfulness
from stimuli.concepts.material import Material
from stimuli.concepts.module import ConceptModule
from stimuli.concepts.rows import Rows


def module_of(
    layer: str, name: str, index: int, material: Material, rows: Rows, one: Trained, n_concepts: int
) -> ConceptModule:
    """The network in the classifier's units, its concepts in the order of what they add on average, and its record."""
    unit, centre = float(rows.unit[0]), float(rows.centre[0])
    layers = layers_of(one)
    layers[0] = (np.asarray(layers[0][0] / rows.scale, dtype=np.float32), layers[0][1])
    head = np.asarray(one.state["head.weight"][:n_concepts, 0] * unit, dtype=np.float32)
    bias = float(one.state["head.bias"][0, 0]) * unit + centre
    mine = [n for n, picture in enumerate(material.pictures) if picture.label == name]
    out = np.array([material.held_out[n] for n in mine])
    features, logits = material.plain(mine)
    added = encoded(layers, features)[:, :n_concepts] * head
    order = np.argsort(-added[~out].mean(0), kind="stable")
    last, at_last = layers[-1]
    encoder = (*layers[:-1], (last[:, order], at_last[order]))
    judged = _judged(material, encoder, head[order], bias, name, index)
    learnt_from: Floats = rows.features.numpy() * np.float32(rows.scale)
    rising = encoded(encoder, learnt_from)
    added = added[:, order].astype(np.float32)
    return ConceptModule(
        class_name=name,
        layer=layer,
        encoder=encoder,
        head=head[order],
        bias=bias,
        images=tuple(material.pictures[n].name for n in mine),
        contributions=added,
        logits=logits[:, index].astype(np.float32),
        held_out=out,
        correlation=correlations(added),
        dead=rising.max(0) <= 0,
        curve=one.curve.astype(np.float32),
        faithfulness=faithfulness(judged, seed=0),
        rounds=one.rounds,
        balance=one.balance,
        accepted=one.accepted,
        n_rows=len(rows.own[0]) + len(rows.others[0]),
    )


def _judged(
    material: Material,
    encoder: Layers,
    head: Floats,
    bias: float,
    name: str,
    index: int,
) -> Judged:
    tested = [n for n, out in enumerate(material.held_out) if out]
    features, logits = material.plain(tested)
    said = (encoded(encoder, features) * head).sum(1) + bias
    own = np.array([material.pictures[n].label == name for n in tested])
    return Judged(said.astype(np.float64), logits.astype(np.float64), own, index)
