"""Working Nomads: the advertisements that it exposes at the moment, without a total."""

import re

from spiders.platforms.base import Json
from spiders.platforms.json_list import Fields, JsonListSpider
from warehouse.records import State

_NUMBER = re.compile(r"/job/go/(\d+)")


class WorkingNomads(JsonListSpider):
    """Every posting is remote; the number in its address is its only id."""

    name = "workingnomads"
    one_answer = True
    best_state: State = "window"
    best_reason = "the list shows its newest rows only"
    remote = "remote"
    fields = Fields(
        title="title",
        company="company_name",
        text="description",
        posted="pub_date",
        key="url",
        location="location",
        tags="category_name tags",
    )

    def key_of(self, record: Json) -> str:
        """Return the number in the address, or the address where it has none."""
        address = super().key_of(record)
        found = _NUMBER.search(address)
        return found[1] if found else address
