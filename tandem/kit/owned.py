"""Rows that an organisation owns are only ever asked for by organisation, by person or by key.

A query that names none of them would mix schools; it raises before it reaches the database.
"""

from collections.abc import Iterable, Iterator
from typing import Any, Self, TypeVar

from django.db import models
from django.db.models.expressions import Col
from django.db.models.lookups import Lookup
from django.db.models.sql.where import WhereNode

M = TypeVar("M", bound=models.Model)


class Unscoped(Exception):
    """The query names neither organisation, person nor key."""


def _names_a_key(node: Any) -> bool:
    """Whether a condition compares a primary or a foreign key with a value or a subquery."""
    if isinstance(node, WhereNode):
        if node.negated:
            return False
        found: Iterable[bool] = (_names_a_key(child) for child in node.children)
        return any(found) if node.connector == "AND" else bool(node.children) and all(found)
    if isinstance(node, Lookup) and isinstance(node.lhs, Col):
        target = node.lhs.target
        key = target.primary_key or target.is_relation or target.name.endswith("_id")
        return bool(key) and node.lookup_name in {"exact", "in"}
    return False


class OwnedQuerySet(models.QuerySet[M]):
    """A QuerySet that raises Unscoped unless its conditions name an organisation, a person or a key."""

    _free = False

    def everywhere(self, why: str) -> Self:
        """All schools at once, for background work; `why` is for the reader of the code."""
        assert why
        clone = self._chain()  # type: ignore[attr-defined]
        clone._free = True
        return clone  # type: ignore[no-any-return]

    def _clone(self) -> Self:
        clone = super()._clone()  # type: ignore[misc]
        clone._free = self._free
        return clone  # type: ignore[no-any-return]

    def _must_be_scoped(self) -> None:
        if not self._free and not self.query.is_empty() and not _names_a_key(self.query.where):
            raise Unscoped(f"{self.model.__name__}: name the organisation, the person or a key")

    def _fetch_all(self) -> None:
        if self._result_cache is None:
            self._must_be_scoped()
        super()._fetch_all()

    def iterator(self, chunk_size: int | None = None) -> Iterator[M]:
        self._must_be_scoped()
        return super().iterator(chunk_size)

    def count(self) -> int:
        if self._result_cache is None:
            self._must_be_scoped()
        return super().count()

    def exists(self) -> bool:
        if self._result_cache is None:
            self._must_be_scoped()
        return super().exists()

    def aggregate(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        self._must_be_scoped()
        return super().aggregate(*args, **kwargs)

    def update(self, **kwargs: Any) -> int:
        self._must_be_scoped()
        return super().update(**kwargs)

    def delete(self) -> tuple[int, dict[str, int]]:
        self._must_be_scoped()
        return super().delete()
