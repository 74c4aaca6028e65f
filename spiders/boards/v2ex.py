"""V2EX, the nodes in which people look for people: the newest topics of each, all that is shown without a key."""

from dataclasses import replace

from spiders.faults import UnusableRecordError
from spiders.platforms.base import Json
from spiders.platforms.json_list import Fields, JsonListSpider
from warehouse.boards import Scope
from warehouse.records import DateKind, RawPosting, State

_PEOPLE = {"member", "last_reply_by"}


class V2ex(JsonListSpider):
    """One topic is one posting, whatever roles it names; seekers, questions and talk are among them."""

    name = "v2ex"
    one_answer = True
    best_state: State = "window"
    best_reason = "a node shows its newest topics only"
    posted_kind: DateKind = "created"
    fields = Fields(title="title", text="content_rendered content", posted="created", author="member.username")

    def scope_of(self, record: Json) -> Scope:
        """Return the node that the topic lies in."""
        return self.scope_named((record.get("node") or {}).get("name") or "")

    def posting(self, record: Json, scope: Scope) -> RawPosting:
        """Keep nobody in the raw record; a text that is not rendered is Markdown."""
        posting = super().posting(record, scope)
        if record.get("deleted"):
            raise UnusableRecordError("deleted")
        raw = {name: value for name, value in record.items() if name not in _PEOPLE}
        return replace(posting, raw=raw, text_format="html" if record.get("content_rendered") else "markdown")
