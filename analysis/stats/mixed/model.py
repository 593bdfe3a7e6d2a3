"""A formula and a table made into a model: matrices, grouping factors, and what had to be left out."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from formulaic import ModelSpec, model_matrix
from formulaic.errors import FormulaicError
from scipy import linalg

from analysis.stats.mixed.formula import Formula, FormulaError, RandomTerm
from analysis.stats.mixed.grouping import Grouping, Values

TREATMENT = re.compile(r"\[(?:T\.)?([^\]]*)\]")
NAME = re.compile(r"[A-Za-z_][\w.]*")
FUNCTION = re.compile(r"[A-Za-z_][\w.]*\s*\(")
Column: TypeAlias = "pd.Series[Any]"

INTERCEPT = "(Intercept)"


@dataclass(frozen=True)
class Model:
    """What is fitted.  y, trials: (N,); trials is 1 where the response is no count.  x: (N, p).

    aliased: terms left out because others say the same.  n_missing: rows left out because a value is missing.
    frame: the rows that are in, with factors as categories.  specs: how columns are made of a table, of the fixed
    effects and then of every term of every grouping factor.
    """

    formula: Formula
    y: Values
    trials: Values
    x: Values
    terms: tuple[str, ...]
    groupings: tuple[Grouping, ...]
    aliased: tuple[str, ...]
    n_missing: int
    frame: pd.DataFrame
    kept: tuple[int, ...]
    specs: tuple[ModelSpec, tuple[tuple[ModelSpec, ...], ...]]

    def matrices(self, frame: pd.DataFrame) -> tuple[Values, list[Values]]:
        """x, (m, p), and per grouping factor the columns of its effects, (m, k), of rows like those in `frame`."""
        fixed, random = self.specs
        x = _of_spec(fixed, frame)[:, list(self.kept)]
        return x, [np.column_stack([_of_spec(spec, frame) for spec in specs]) for specs in random]


def build(formula: Formula, frame: pd.DataFrame, levels: Mapping[str, Sequence[str]] | None = None) -> Model:
    """The model of those rows; levels: order of a factor's levels, the first being the reference.

    FormulaError where the formula names what is not there, or a column holds what it cannot hold.
    """
    used = _columns(formula, frame)
    whole = frame[used].dropna()
    if whole.empty:
        raise FormulaError(f"{formula.text!r}: no row has a value in each of {', '.join(used)}")
    groups = {name for term in formula.random for name in term.group}
    rows = _typed(whole.reset_index(drop=True), groups, levels or {})
    x, terms, spec = _matrix(formula.fixed, rows)
    kept = _independent(x)
    y, trials = _response(formula, rows)
    found = _groupings(formula.random, rows)
    return Model(
        formula=formula,
        y=y,
        trials=trials,
        x=np.ascontiguousarray(x[:, kept]),
        terms=tuple(terms[place] for place in kept),
        groupings=tuple(grouping for grouping, _ in found),
        aliased=tuple(term for place, term in enumerate(terms) if place not in kept),
        n_missing=len(frame) - len(whole),
        frame=rows,
        kept=tuple(kept),
        specs=(spec, tuple(specs for _, specs in found)),
    )


def _columns(formula: Formula, frame: pd.DataFrame) -> list[str]:
    """The columns that a formula needs, in the order in which it names them."""
    parts = [formula.response, formula.failures or "", formula.fixed, *(term.effects for term in formula.random)]
    functions = {name.rstrip("( \t") for part in parts for name in FUNCTION.findall(part)}
    named = [name for part in parts for name in NAME.findall(part) if name not in functions]
    named += [name for term in formula.random for name in term.group]
    unknown = sorted({name for name in named if name not in frame.columns})
    if unknown:
        there = ", ".join(map(str, frame.columns))
        raise FormulaError(f"{formula.text!r}: no column {', '.join(map(repr, unknown))}; there are {there}")
    return list(dict.fromkeys(named))


def _typed(rows: pd.DataFrame, groups: set[str], levels: Mapping[str, Sequence[str]]) -> pd.DataFrame:
    """Truth values as 0 and 1, text as categories in the order that was asked for, grouping factors as text."""
    made: dict[str, Column] = {}
    for name, column in ((str(name), column) for name, column in rows.items()):
        if name in levels:
            made[name] = _ordered(column, name, list(levels[name]))
        elif name in groups:
            made[name] = column.astype(str)
        elif pd.api.types.is_bool_dtype(column) or pd.api.types.is_numeric_dtype(column):
            made[name] = column.astype("float64")
        else:
            made[name] = pd.Series(pd.Categorical(column.astype(str)), index=column.index)
    unbound = sorted(set(levels) - set(map(str, rows.columns)))
    if unbound:
        raise FormulaError(f"levels are given for {', '.join(unbound)}, which the formula does not use")
    return pd.DataFrame(made)


def _ordered(column: Column, name: str, order: list[str]) -> Column:
    text = column.astype(str)
    strange = sorted(set(text) - set(order))
    if strange:
        raise FormulaError(f"{name}: {', '.join(map(repr, strange))} is no level of it; levels: {', '.join(order)}")
    there = [level for level in order if (text == level).any()]
    return pd.Series(pd.Categorical(text, categories=there), index=column.index)


def _matrix(terms: str, rows: pd.DataFrame) -> tuple[Values, list[str], ModelSpec]:
    """The columns of those terms, with the names that R gives them, and how to make them of other rows."""
    try:
        made = model_matrix(terms, rows, na_action="raise", context={})
    except (FormulaicError, ValueError, KeyError, TypeError, SyntaxError) as fault:
        raise FormulaError(f"{terms!r} cannot be read as terms: {str(fault).splitlines()[0]}") from None
    names = [INTERCEPT if name == "Intercept" else TREATMENT.sub(r"\1", name) for name in made.columns]
    return np.ascontiguousarray(made.to_numpy(dtype="float64")), names, made.model_spec


def _of_spec(spec: ModelSpec, frame: pd.DataFrame) -> Values:
    return np.asarray(spec.get_model_matrix(frame, context={}).to_numpy(dtype="float64"))


def _independent(x: Values) -> list[int]:
    """Columns that earlier ones do not already say, in their order."""
    if x.shape[1] == 0:
        return []
    scale = np.sqrt((x**2).sum(axis=0))
    scaled = x / np.where(scale > 0, scale, 1.0)
    kept: list[int] = []
    basis = np.empty((x.shape[0], 0))
    for place in range(x.shape[1]):
        column = scaled[:, place]
        left = column - basis @ (basis.T @ column)
        left -= basis @ (basis.T @ left)
        size = float(linalg.norm(left))
        if size > 1e-7:
            kept.append(place)
            basis = np.column_stack([basis, left / size])
    return kept


def _response(formula: Formula, rows: pd.DataFrame) -> tuple[Values, Values]:
    if formula.failures is None:
        if formula.response in rows:
            column = rows[formula.response]
            return _numbers(column.cat.codes if _is_factor(column) else column), np.ones(len(rows))
        return _matrix(f"0 + {formula.response}", rows)[0][:, 0], np.ones(len(rows))
    successes = _numbers(rows[formula.response])
    failures = np.asarray(rows.eval(formula.failures), dtype="float64")
    if (successes < 0).any() or (failures < 0).any():
        raise FormulaError(f"{formula.text!r}: a count is negative")
    return successes, successes + failures


def _numbers(column: Column) -> Values:
    return np.asarray(column, dtype="float64")


def _is_factor(column: Column) -> bool:
    return isinstance(column.dtype, pd.CategoricalDtype)


def _groupings(random: Sequence[RandomTerm], rows: pd.DataFrame) -> list[tuple[Grouping, tuple[ModelSpec, ...]]]:
    """One per grouping factor; terms of the same one stand beside each other, uncorrelated."""
    by_group: dict[tuple[str, ...], list[RandomTerm]] = {}
    for term in random:
        by_group.setdefault(term.group, []).append(term)
    return [_grouping(group, terms, rows) for group, terms in by_group.items()]


def _grouping(
    group: tuple[str, ...], terms: Sequence[RandomTerm], rows: pd.DataFrame
) -> tuple[Grouping, tuple[ModelSpec, ...]]:
    names = rows[list(group)].agg(":".join, axis=1) if len(group) > 1 else rows[group[0]]
    levels, index = np.unique(names.to_numpy(dtype=str), return_inverse=True)
    parts = [_matrix(term.effects, rows) for term in terms]
    effects = tuple(name for _, found, _ in parts for name in found)
    if len(set(effects)) < len(effects):
        raise FormulaError(f"{':'.join(group)}: a random effect is named twice: {', '.join(effects)}")
    free = linalg.block_diag(
        *(_free(len(found), term.correlated) for term, (_, found, _) in zip(terms, parts, strict=True))
    )
    columns = np.column_stack([part[0] for part in parts])
    made = Grouping(":".join(group), tuple(map(str, levels)), index, columns, effects, np.asarray(free, dtype=bool))
    return made, tuple(spec for _, _, spec in parts)


def _free(n: int, correlated: bool) -> Values:
    return np.tril(np.ones((n, n))) if correlated else np.eye(n)
