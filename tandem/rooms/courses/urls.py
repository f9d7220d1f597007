from django.urls import path

from tandem.rooms.courses.pages import courses, items

app_name = "courses"

urlpatterns = [
    path("courses/", courses.index, name="index"),
    path("courses/<short:id>/", courses.show, name="course"),
    path("courses/<short:id>/units/", courses.units, name="units"),
    path("units/<short:id>/", courses.unit, name="unit"),
    path("units/<short:id>/new/<str:kind>/", items.new, name="new-item"),
    path("items/<short:id>/", items.show, name="item"),
    path("items/<short:id>/editing/", items.edit, name="edit-item"),
    path("items/<short:id>/changing/", items.change, name="change-item"),
    path("items/<short:id>/file/", items.file, name="file"),
    path("items/<short:id>/slides/<int:number>/", items.slide, name="slide"),
]
