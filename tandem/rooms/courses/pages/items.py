"""One item: a page, a file, a link, slides; and writing it."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tandem.kit.problems import Problem
from tandem.kit.send import send_file
from tandem.rooms.courses.actions.write_course import add_item, change_item, move, publish, remove_item
from tandem.rooms.courses.forms import ItemForm
from tandem.rooms.courses.models import Item, SlidePage, Unit
from tandem.rooms.files.models import File
from tandem.rooms.people.access import PersonRequest, signed_in

FOR_GOOD = "private, max-age=31536000, immutable"
"""A slide's picture never changes under its address: `?` carries its key."""


@signed_in
@require_GET
def show(request: PersonRequest, id: UUID) -> HttpResponse:
    items = Item.objects.visible_to(request.person).select_related("unit__course", "file")
    item = get_object_or_404(items, pk=id)
    context = {
        "item": item,
        "course": item.unit.course,
        "pages": list(item.pages.select_related("picture")) if item.kind == Item.Kind.SLIDES else [],
        "may_edit": Item.objects.editable_by(request.person).filter(pk=item.pk).exists(),
        "inline": item.file is not None and item.file.opens_in_browser,
        "is_picture": item.file is not None and item.file.is_picture,
    }
    return render(request, "courses/item.html", context)


@signed_in
@require_GET
def file(request: PersonRequest, id: UUID) -> HttpResponseBase:
    item = get_object_or_404(Item.objects.visible_to(request.person).select_related("file"), pk=id)
    if item.file is None:
        raise Http404
    inline = item.file.opens_in_browser and "download" not in request.GET
    return _send(request, item.file, inline=inline)


@signed_in
@require_GET
def slide(request: PersonRequest, id: UUID, number: int) -> HttpResponseBase:
    pages = SlidePage.objects.visible_to(request.person).select_related("picture")
    page = get_object_or_404(pages, item=id, number=number)
    return _send(request, page.picture, inline=True, keep=FOR_GOOD)


def _send(request: PersonRequest, file: File, *, inline: bool, keep: str = "private, no-cache") -> HttpResponseBase:
    if not file.path.exists():
        raise Problem(_("This file is missing on the server. Tell your school's ICT coordinator."), status=500)
    return send_file(request, file.path, name=file.name, kind=file.kind, tag=file.sha256, inline=inline, keep=keep)


def _form(request: PersonRequest, item: Item, form: ItemForm, *, problem: str = "", status: int = 200) -> HttpResponse:
    context = {"item": item, "unit": item.unit, "form": form, "problem": problem, "limit": 50 * 1024 * 1024}
    return render(request, "courses/item_form.html", context, status=status)


@signed_in
@require_http_methods(["GET", "POST"])
def new(request: PersonRequest, id: UUID, kind: str) -> HttpResponse:
    """A new item at the end of a unit. GET shows the form, POST keeps it."""
    unit = get_object_or_404(Unit.objects.editable_by(request.person).select_related("course"), pk=id)
    if kind not in Item.Kind.values:
        raise Http404
    item = Item(unit=unit, kind=kind)
    if request.method == "GET":
        return _form(request, item, ItemForm(instance=item))
    form = ItemForm(request.POST, instance=item)
    if not form.is_valid():
        return _form(request, item, form, status=422)
    try:
        add_item(item, request.FILES.getlist("file"), by=request.person)
    except Problem as problem:
        return _form(request, item, form, problem=problem.words, status=problem.status)
    messages.success(request, _("“%(title)s” is there.") % {"title": item.title})
    return redirect("courses:item", item.pk)


@signed_in
@require_http_methods(["GET", "POST"])
def edit(request: PersonRequest, id: UUID) -> HttpResponse:
    items = Item.objects.editable_by(request.person).select_related("unit__course", "file")
    item = get_object_or_404(items, pk=id)
    if request.method == "GET":
        return _form(request, item, ItemForm(instance=item))
    form = ItemForm(request.POST, instance=item)
    if not form.is_valid():
        return _form(request, item, form, status=422)
    try:
        change_item(item, request.FILES.getlist("file"), by=request.person)
    except Problem as problem:
        return _form(request, item, form, problem=problem.words, status=problem.status)
    messages.success(request, _("Saved."))
    return redirect("courses:item", item.pk)


@signed_in
@require_POST
def change(request: PersonRequest, id: UUID) -> HttpResponse:
    """Move, show, hide or remove an item: `do` says which."""
    item = get_object_or_404(Item.objects.editable_by(request.person).select_related("unit"), pk=id)
    do = request.POST.get("do")
    if do in {"up", "down"}:
        move(item, up=do == "up", by=request.person)
    elif do in {"publish", "hide"}:
        publish(item, on=do == "publish", by=request.person)
        messages.success(request, _("Pupils see it now.") if do == "publish" else _("Only teachers see it now."))
    elif do == "remove":
        remove_item(item, by=request.person)
        messages.success(request, _("“%(title)s” is gone.") % {"title": item.title})
    return redirect("courses:course", item.unit.course_id)
