"""What is kept of a lesson."""

from tandem.rooms.live.models.timeline import Timeline

__all__ = ["Timeline"]
