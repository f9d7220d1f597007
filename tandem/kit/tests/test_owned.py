import pytest
from django.db.models import Q

from tandem.kit.owned import Unscoped
from tandem.rooms.people import factories as f
from tandem.rooms.people.models import Role

pytestmark = pytest.mark.django_db


def test_a_query_that_names_nobody_raises() -> None:
    for ask in (
        lambda: list(Role.objects.all()),
        lambda: Role.objects.filter(kind="pupil").count(),
        lambda: Role.objects.filter(kind="pupil").update(kind="head"),
        lambda: Role.objects.all().delete(),
        lambda: Role.objects.filter(kind="head").exists(),
        lambda: Role.objects.filter(kind="head").first(),
        lambda: list(Role.objects.values("pk")),
    ):
        with pytest.raises(Unscoped):
            ask()


def test_either_of_two_conditions_is_not_enough() -> None:
    school = f.school()
    with pytest.raises(Unscoped):
        list(Role.objects.filter(Q(organisation=school) | Q(kind="head")))
    with pytest.raises(Unscoped):
        list(Role.objects.exclude(organisation=school))


def test_naming_the_organisation_the_person_or_a_key_is() -> None:
    school = f.school()
    anna = f.person(school, "head")
    role = Role.objects.get(person=anna)
    assert [
        Role.objects.filter(organisation=school).count(),
        Role.objects.filter(person=anna).count(),
        Role.objects.filter(pk=role.pk).count(),
        Role.objects.filter(organisation__in=[school.pk]).count(),
        Role.objects.everywhere("a test").count(),
    ] == [1, 1, 1, 1, 1]
