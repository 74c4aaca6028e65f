"""Arbeitnow: about a week of advertisements, mostly German, in pages of whatever length."""

import html

from spiders.platforms.base import Json
from spiders.platforms.json_api import held
from spiders.platforms.json_list import Fields, JsonListSpider
from warehouse.records import State


class Arbeitnow(JsonListSpider):
    """Older advertisements leave the list unasked: a window, even where its last page has come."""

    name = "arbeitnow"
    envelope = "data"
    best_state: State = "window"
    best_reason = "the list holds about a week of advertisements"
    fields = Fields(
        title="title",
        company="company_name",
        text="description",
        posted="created_at",
        key="slug",
        location="location",
        employment="job_types",
        tags="tags",
    )

    def next_page(self, payload: Json, url: str) -> str | None:
        """Return the address under `links`, which is null on the last page."""
        return held(payload, "links", dict, url).get("next")

    def text_of(self, record: Json) -> str | None:
        """Unescape the texts that came escaped as a whole; employers' own escapes within markup stay."""
        text = super().text_of(record)
        return html.unescape(text) if text and text.startswith("&lt;") else text

    def remote_of(self, record: Json) -> str | None:
        """Say remote where the board does; its no leaves open what else."""
        return "remote" if record.get("remote") is True else None
