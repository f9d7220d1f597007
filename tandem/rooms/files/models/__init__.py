"""What people uploaded, and what was made of it."""

from tandem.rooms.files.models.file import File

__all__ = ["File"]
