"""Remote OK: its newest hundred. A notice stands among them, and each text names whoever fetched it."""

from spiders.faults import UnusableRecordError
from spiders.platforms.base import Json
from spiders.platforms.json_list import Fields, JsonListSpider, repaired
from spiders.watermark import without_watermark
from warehouse.boards import Scope
from warehouse.records import RawPosting, State


class RemoteOk(JsonListSpider):
    """Its tags are made by machine and its empty places prove nothing: neither is taken for a fact."""

    name = "remoteok"
    one_answer = True
    best_state: State = "window"
    best_reason = "the list shows its newest rows only"
    fields = Fields(
        title="position",
        company="company",
        text="description",
        posted="date epoch",
        location="location",
        pay=("salary_min", "salary_max", "", ""),
        pay_words=("USD", "per year"),
    )

    def posting(self, record: Json, scope: Scope) -> RawPosting:
        """Tell the notice apart, which has neither id nor position."""
        if isinstance(record, dict) and "legal" in record and not {"id", "position"} & record.keys():
            raise UnusableRecordError("the board's notice")
        return super().posting(record, scope)

    def clean(self, record: Json) -> Json:
        """Repair the texts and take the requester's address out of them, in the raw record as well."""
        return without_watermark(repaired(record))
