from django.urls import path

from tandem.rooms.timetable.pages import away, slots, weeks

app_name = "timetable"

urlpatterns = [
    path("timetable/", weeks.index, name="week"),
    path("timetable/day/", weeks.day, name="day"),
    path("timetable/classes/", weeks.classes, name="classes"),
    path("timetable/classes/<short:id>/", weeks.of_class, name="class"),
    path("timetable/classes/<short:id>/slots/", slots.new, name="new-slot"),
    path("timetable/slots/<short:id>/", slots.edit, name="slot"),
    path("timetable/children/<short:id>/", weeks.of_child, name="child"),
    path("children/<short:id>/away/", away.report, name="away"),
    path("absences/<short:id>/ending/", away.ending, name="end-absence"),
    path("absences/<short:id>/withdrawing/", away.withdrawing, name="withdraw-absence"),
]
