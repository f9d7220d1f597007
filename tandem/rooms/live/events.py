"""News of live lessons, in this process, after commit. It may be lost; it only refreshes."""

from django.dispatch import Signal

lesson_opened = Signal()
"""lesson_id"""
lesson_closed = Signal()
"""lesson_id"""
