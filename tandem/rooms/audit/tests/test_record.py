"""An entry belongs to its change: written with it, rolled back with it, and it outlives what it speaks of."""

import pytest
from django.db import transaction

from tandem.kit.owned import Unscoped
from tandem.rooms.audit.actions.record import record
from tandem.rooms.audit.models import Entry
from tandem.rooms.people import factories as f

pytestmark = pytest.mark.django_db


def test_who_did_what_to_which_object() -> None:
    school = f.school()
    head, group = f.person(school, "head"), f.group(school)
    record("group.renamed", group, by=head, before="4A", after="4B")
    entry = Entry.objects.get(object_id=group.pk)
    assert (entry.verb, entry.object_kind, entry.organisation_id, entry.by_id, entry.details) == (
        "group.renamed",
        "people.group",
        school.pk,
        head.pk,
        {"before": "4A", "after": "4B"},
    )
    assert str(entry) == f"group.renamed people.group {group.pk}"


def test_the_house_itself_and_what_no_organisation_owns() -> None:
    person = f.person(f.school(), "pupil")
    record("person.joined", person, by=None)
    entry = Entry.objects.get(object_id=person.pk)
    assert (entry.by_id, entry.organisation_id) == (None, None)


def test_a_change_that_did_not_happen_leaves_no_entry() -> None:
    group = f.group(f.school())
    with pytest.raises(RuntimeError), transaction.atomic():
        record("group.removed", group, by=None)
        raise RuntimeError
    assert not Entry.objects.filter(object_id=group.pk).exists()


def test_an_entry_outlives_its_object_and_its_person() -> None:
    school = f.school()
    head, group = f.person(school, "head"), f.group(school)
    record("group.removed", group, by=head)
    keys = group.pk, head.pk
    group.delete()
    head.all_roles.all().everywhere("test").delete()
    head.delete()
    entry = Entry.objects.get(object_id=keys[0])
    assert (entry.object_id, entry.by_id) == keys


def test_entries_of_all_schools_are_not_asked_for_by_accident() -> None:
    with pytest.raises(Unscoped):
        Entry.objects.filter(verb="group.removed").count()
