"""DiDi's own recruiting site: a list for experienced people, and one request more for the text of each posting."""

from spiders.platforms.base import Json
from spiders.platforms.employer_site import EmployerSiteSpider
from spiders.platforms.json_list import Fields
from spiders.platforms.paged_list import Question

_API = "https://talent.didiglobal.com/recruit-portal-service/api/job/front"


class DiDi(EmployerSiteSpider):
    """The lists for graduates and interns are enciphered elsewhere and are left out."""

    name = "didi"
    envelope, total, accepted = "data.items", "data.total", ("meta.code", 0)
    question = Question("size", 100, page_key="page")
    detail, detail_envelope = f"{_API}/view/{{key}}", "data"
    left_out, text_name, row_name = "jobQualification qualification jobDuty jobDesc", "jobDesc", "jdId"
    unchanged = ("refreshTime",)
    page = "https://talent.didiglobal.com/social/p/{key}"
    fields = Fields(title="jobName", key="jdId", url="", location="workArea", tags="jobTypeName jobType deptName")
    sections = (("职位描述", "jobDuty jobDesc"), ("任职资格", "jobQualification qualification"))
    dates = (("updated", "refreshTime"),)

    def clean(self, record: Json) -> Json:
        """Take the posting's number out of its title."""
        record = super().clean(record)
        title = str(record.get("jobName") or "").removesuffix(f"({record.get('jdNo')})")
        return {**record, "jobName": title.strip()}
