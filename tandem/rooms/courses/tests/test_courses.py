from collections.abc import Callable
from datetime import date
from html.parser import HTMLParser
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tandem.rooms.audit.models import Entry
from tandem.rooms.courses import factories as c
from tandem.rooms.courses.jobs import make_slides
from tandem.rooms.courses.models import Item, SlidePage, Unit, name_teachers
from tandem.rooms.jobs.actions.run import run_waiting
from tandem.rooms.jobs.models import Job
from tandem.rooms.people import factories as f
from tandem.rooms.people.models import Person

pytestmark = pytest.mark.django_db
As = Callable[[Person | None], Client]


def pdf(pages: int) -> bytes:
    """A PDF with so many empty pages, written by pdfium."""
    import io

    import pypdfium2

    document: Any = pypdfium2.PdfDocument.new()
    for _ in range(pages):
        document.new_page(400, 300)
    out = io.BytesIO()
    document.save(out)
    document.close()
    return out.getvalue()


class Elements(HTMLParser):
    """The elements a browser would make of a text, with their attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, {key: value or "" for key, value in attrs}))


def sent(response: Any) -> bytes:
    """What a streamed answer holds; read to the end, its file is closed."""
    return b"".join(response.streaming_content)


@pytest.fixture
def here() -> SimpleNamespace:
    """A course with a unit; its teacher, a pupil of it, a colleague and a pupil who have nothing to do with it."""
    school = f.school()
    group, teacher = f.group(school), f.person(school, "teacher")
    pupil = f.person(school, "pupil")
    f.member(pupil, group)
    course = c.course(group, teacher)
    colleague, other = f.person(school, "teacher"), f.person(school, "pupil")
    c.course(f.group(school), colleague)
    return SimpleNamespace(
        school=school,
        course=course,
        unit=c.unit(course),
        teacher=teacher,
        pupil=pupil,
        colleague=colleague,
        other=other,
    )


def address(thing: Any) -> str:
    from tandem.kit.ids import short

    return short(thing.pk)


def test_a_teacher_writes_a_page_with_maths_and_pupils_read_it(here: SimpleNamespace, as_: As) -> None:
    text = "## Roots\n\n$x^2 = 9$ has **two** solutions."
    answer = as_(here.teacher).post(f"/units/{address(here.unit)}/new/page/", {"title": "Squares", "body": text})
    item = Item.objects.get(unit=here.unit)
    assert (answer.status_code, answer["Location"]) == (302, f"/items/{address(item)}/")
    page = as_(here.pupil).get(answer["Location"]).content.decode()
    assert "<msup>" in page
    assert "<strong>two</strong>" in page
    assert Entry.objects.filter(verb="item.added", by_id=here.teacher.pk).count() == 1


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "[click](javascript:alert(1))",
        "<img src=x onerror=alert(1)>",
        "$\\href{javascript:alert(1)}{x}$",
        '<a href="data:text/html,x">x</a>',
    ],
)
def test_nothing_in_a_text_can_run(here: SimpleNamespace, as_: As, text: str) -> None:
    item = c.item(here.unit, body=text)
    page = as_(here.pupil).get(f"/items/{address(item)}/").content.decode()
    article = page[page.index("<article") : page.index("</article>")]
    found = Elements()
    found.feed(article)
    assert {"article", "p"} <= {name for name, _ in found.seen}
    for name, attributes in found.seen:
        assert name not in {"script", "img", "iframe", "svg"}
        assert not [key for key in attributes if key.startswith("on")]
        assert not attributes.get("href", "").startswith(("javascript:", "data:"))


def test_colleagues_pupils_of_other_classes_and_other_schools_see_nothing(here: SimpleNamespace, as_: As) -> None:
    item = c.item(here.unit)
    outsider = f.person(f.school(), "teacher")
    for reader in (here.colleague, here.other, outsider, None):
        for url in (f"/courses/{address(here.course)}/", f"/items/{address(item)}/", f"/items/{address(item)}/file/"):
            assert as_(reader).get(url).status_code == 404
        for url in (f"/units/{address(here.unit)}/new/page/", f"/items/{address(item)}/changing/"):
            assert as_(reader).post(url, {"do": "remove", "title": "x", "body": "y"}).status_code == 404
    assert Item.objects.filter(pk=item.pk).exists()


def test_pupils_do_not_write(here: SimpleNamespace, as_: As) -> None:
    item, client = c.item(here.unit), as_(here.pupil)
    assert client.post(f"/courses/{address(here.course)}/units/", {"title": "Mine"}).status_code == 404
    assert client.post(f"/items/{address(item)}/editing/", {"title": "Mine", "body": "x"}).status_code == 404
    assert client.post(f"/items/{address(item)}/changing/", {"do": "hide"}).status_code == 404
    assert "Change" not in client.get(f"/items/{address(item)}/").content.decode()


def test_a_hidden_item_is_for_teachers(here: SimpleNamespace, as_: As) -> None:
    item = c.item(here.unit)
    as_(here.teacher).post(f"/items/{address(item)}/changing/", {"do": "hide"})
    assert as_(here.pupil).get(f"/items/{address(item)}/").status_code == 404
    assert item.title not in as_(here.pupil).get(f"/courses/{address(here.course)}/").content.decode()
    as_(here.teacher).post(f"/items/{address(item)}/changing/", {"do": "publish"})
    assert as_(here.pupil).get(f"/items/{address(item)}/").status_code == 200


def test_units_and_items_change_places(here: SimpleNamespace, as_: As) -> None:
    first, second = c.item(here.unit, title="A"), c.item(here.unit, title="B")
    as_(here.teacher).post(f"/items/{address(second)}/changing/", {"do": "up"})
    as_(here.teacher).post(f"/items/{address(second)}/changing/", {"do": "up"})
    assert list(Item.objects.filter(unit=here.unit)) == [second, first]
    other = c.unit(here.course, "Second")
    as_(here.teacher).post(f"/units/{address(other)}/", {"do": "up"})
    assert [unit.title for unit in Unit.objects.filter(course=here.course)] == ["Second", "Unit"]


def test_a_unit_that_holds_something_stays(here: SimpleNamespace, as_: As) -> None:
    c.item(here.unit)
    assert as_(here.teacher).post(f"/units/{address(here.unit)}/", {"do": "remove"}).status_code == 422
    assert Unit.objects.filter(pk=here.unit.pk).exists()


def test_a_file_is_sent_in_ranges_and_downloads(here: SimpleNamespace, as_: As) -> None:
    upload = SimpleUploadedFile("sheet.pdf", pdf(1))
    as_(here.teacher).post(f"/units/{address(here.unit)}/new/file/", {"title": "Sheet", "file": upload})
    url = f"/items/{address(Item.objects.get(unit=here.unit))}/file/"
    client = as_(here.pupil)
    whole = sent(client.get(url))
    assert whole.startswith(b"%PDF-")
    part = client.get(url, headers={"Range": "bytes=5-9"})
    assert (part.status_code, sent(part)) == (206, whole[5:10])
    assert client.get(url, headers={"Range": f"bytes={len(whole)}-"}).status_code == 416
    assert client.get(url, headers={"If-None-Match": part["ETag"]}).status_code == 304
    download = client.get(f"{url}?download")
    assert sent(download) == whole
    assert download["Content-Disposition"].startswith("attachment")


@pytest.mark.django_db(transaction=True)
def test_a_pdf_becomes_slides(here: SimpleNamespace, as_: As) -> None:
    upload = SimpleUploadedFile("deck.pdf", pdf(3))
    as_(here.teacher).post(f"/units/{address(here.unit)}/new/slides/", {"title": "Deck", "file": upload})
    item = Item.objects.get(unit=here.unit)
    assert item.slides == Item.Slides.WAITING
    make_slides.call(str(item.pk), [str(item.file_id)])
    make_slides.call(str(item.pk), [str(item.file_id)])  # again is harmless
    assert [(page.number, page.width, page.height) for page in SlidePage.objects.filter(item=item)] == [
        (1, 1280, 960),
        (2, 1280, 960),
        (3, 1280, 960),
    ]
    picture = as_(here.pupil).get(f"/items/{address(item)}/slides/2/")
    assert (picture.status_code, picture["Content-Type"], sent(picture)[:4]) == (200, "image/png", b"\x89PNG")
    assert as_(here.other).get(f"/items/{address(item)}/slides/2/").status_code == 404


def test_the_job_is_written_with_the_deck(here: SimpleNamespace, as_: As) -> None:
    """In the same transaction: a server that dies right behind it leaves no deck that waits for ever."""
    upload = SimpleUploadedFile("deck.pdf", pdf(1))
    as_(here.teacher).post(f"/units/{address(here.unit)}/new/slides/", {"title": "Deck", "file": upload})
    item = Item.objects.get(unit=here.unit)
    job = Job.objects.get()
    assert (job.task, job.args) == (make_slides.module_path, [str(item.pk), [str(item.file_id)]])
    assert run_waiting() == 1
    item.refresh_from_db()
    assert item.slides == Item.Slides.READY


@pytest.mark.django_db(transaction=True)
def test_a_broken_deck_says_so_and_keeps_the_file(here: SimpleNamespace, as_: As) -> None:
    upload = SimpleUploadedFile("deck.pdf", b"%PDF-1.7 and then nothing of it")
    as_(here.teacher).post(f"/units/{address(here.unit)}/new/slides/", {"title": "Deck", "file": upload})
    item = Item.objects.get(unit=here.unit)
    make_slides.call(str(item.pk), [str(item.file_id)])
    item.refresh_from_db()
    assert (item.slides, item.slides_problem) == (Item.Slides.FAILED, Item.SlidesProblem.BROKEN)
    assert item.file is not None
    assert item.file.path.exists()
    assert as_(here.pupil).get(f"/items/{address(item)}/").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_why_there_are_no_slides_is_said_in_the_readers_language(here: SimpleNamespace, as_: As) -> None:
    upload = SimpleUploadedFile("deck.pdf", pdf(201))
    as_(here.teacher).post(f"/units/{address(here.unit)}/new/slides/", {"title": "Deck", "file": upload})
    item = Item.objects.get(unit=here.unit)
    make_slides.call(str(item.pk), [str(item.file_id)])
    for language, words in (("en", "It has more than 200 pages."), ("fr", "Il a plus de 200 pages.")):
        Person.objects.filter(pk=here.teacher.pk).update(language=language)
        assert words in as_(here.teacher).get(f"/items/{address(item)}/").content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_a_course_costs_the_same_whatever_is_in_it(
    here: SimpleNamespace, as_: As, count: int, django_assert_num_queries: Any
) -> None:
    for _ in range(count):
        unit = c.unit(here.course)
        for _ in range(count):
            c.item(unit)
    client = as_(here.pupil)
    client.get("/courses/")
    with django_assert_num_queries(9):
        client.get(f"/courses/{address(here.course)}/")


def test_a_course_names_those_who_teach_it_or_its_whole_class(here: SimpleNamespace) -> None:
    group = here.course.groups.get()
    other = c.course(group, here.colleague, subject="Music")
    f.member(f.person(here.school, "teacher", given_name="Ada", family_name="Aa"), group, "teacher")
    f.member(f.person(here.school, "teacher"), group, "teacher", course_id=other.pk, ends_on=date(2020, 1, 1))
    name_teachers([here.course, other])
    assert (here.course.teachers, other.teachers) == (f"Ada Aa, {here.teacher}", f"Ada Aa, {here.colleague}")
