"""Every model of the house: what it may point to, who owns it, and that personal data is known to the registry."""

import pytest
from django.apps import apps
from django.db.models import ForeignKey, Model

from tandem.kit.owned import OwnedQuerySet
from tandem.kit.personal import registered
from tandem.rooms.people.models import Account, Organisation, Person
from tests.architecture.floors import floors, rooms

MODELS = sorted(
    (
        model
        for config in apps.get_app_configs()
        if config.name.startswith("tandem.rooms.")
        for model in config.get_models()
    ),
    key=lambda model: model._meta.label,
)

OF_NOBODY = {
    "people.Organisation": "is the owner itself",
    "people.Person": "is global: children in two schools, staff in two schools",
    "people.Account": "belongs to a person",
    "people.Session": "belongs to an account",
    "people.SignInLimit": "counts names that were typed, known or not",
    "people.SchoolYear": "belongs to a Community, under that name",
    "jobs.Job": "is the house's own work",
}
"""Models without an organisation, and why."""


def points_to(model: type[Model]) -> dict[str, type[Model]]:
    """The models its foreign keys lead to, by field."""
    keys = [field for field in model._meta.get_fields() if isinstance(field, ForeignKey)]
    return {field.name: field.related_model for field in keys if not isinstance(field.related_model, str)}


def test_every_room_stands_on_a_floor() -> None:
    assert sorted(floors()) == rooms()


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_foreign_keys_lead_down(model: type[Model]) -> None:
    height = floors()
    mine = model._meta.app_label
    above = [
        f"{name} → {other._meta.label}"
        for name, other in points_to(model).items()
        if other._meta.app_label != mine and height[other._meta.app_label] >= height[mine]
    ]
    assert above == []


def test_whatever_points_to_a_person_is_registered_as_personal() -> None:
    """Each such field by itself: who made a file is another fact than whose file it is."""
    known = {(one.model, one.owner) for one in registered()}
    found = {
        (model, name)
        for model in MODELS
        for name, other in points_to(model).items()
        if other in (Person, Account) and not model._meta.auto_created
    }
    own = {(Person, "self"), *((model, owner) for model, owner in known if "__" in owner)}
    through = {(model, owner.split("__")[0]) for model, owner in known if "__" in owner}
    assert found - known - through == set()
    assert known - found - own == set()


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_what_an_organisation_owns_says_so_and_is_asked_for_in_scope(model: type[Model]) -> None:
    """It carries `organisation`, and a query that names neither organisation, person nor key raises."""
    if model._meta.label in OF_NOBODY:
        assert "organisation" not in points_to(model)
        return
    names = {field.name for field in model._meta.get_fields() if field.concrete}
    assert names & {"organisation", "organisation_id"}
    if "organisation" in names:
        assert model._meta.get_field("organisation").related_model is Organisation
    assert isinstance(model._default_manager.all(), OwnedQuerySet)


def test_no_reason_is_given_for_a_model_that_is_gone() -> None:
    assert set(OF_NOBODY) <= {model._meta.label for model in MODELS}
