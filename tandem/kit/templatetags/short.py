"""`{{ lesson.pk|short }}`: an identifier as it stands in an address."""

import uuid

from django import template

from tandem.kit import ids

register = template.Library()


@register.filter
def short(id: uuid.UUID) -> str:
    return ids.short(id)
