"""A course, its units and items."""

from tandem.rooms.courses.models.course import Course, CourseGroup, name_teachers
from tandem.rooms.courses.models.item import Item, SlidePage
from tandem.rooms.courses.models.unit import Unit

__all__ = ["Course", "CourseGroup", "Item", "SlidePage", "Unit", "name_teachers"]
