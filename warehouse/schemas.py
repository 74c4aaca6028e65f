"""The contracts: every table that landing files and the warehouse hold, column by column. Imports nothing of ours.

DDL, COMMENT ON, Dagster checks and the data dictionary are made from here; nobody writes them by hand.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from warehouse.classes import EDUCATIONS, INDUSTRIES, PERIODS, REMOTES, SENIORITIES, STRENGTHS, WORK_TYPES

if TYPE_CHECKING:
    from polars._typing import PolarsDataType

TEXTS = pl.List(pl.String)
MENTIONS = pl.List(pl.Struct({"concept": pl.String, "strength": pl.String, "alternative": pl.Boolean}))


SCHEMA_VERSION = 7
"""Of all tables below. It grows with every change of one; versions.py tells what each brought and how files follow."""
MARK = {"jobproof_schema": str(SCHEMA_VERSION)}
"""What every Parquet file that landing cannot bring back says of itself."""


@dataclass(frozen=True)
class Column:
    """One column.

    Args:
        name: Snake case; carries its unit (`pay_min_cny_year`, `posted_on`, `share`).
        dtype: polars type; the DuckDB type follows from it.
        description: For the data dictionary; with unit.
        required: Never null.
        allowed: Closed set of values, where there is one.
        low: Smallest allowed number.
        high: Largest allowed number.
        filled: Least share of a board's newest rows that say anything here, from vitals.LEAST_ROWS rows on.
        unknown: The word that stands for no class, where there is one.
        unknown_most: Greatest share of such rows that may hold that word.
        is_prose: Whether its values are long texts: packed by zstd, a fifth of what DuckDB chooses by itself.
    """

    name: str
    dtype: PolarsDataType
    description: str
    required: bool = False
    allowed: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None
    filled: float = 0.0
    unknown: str = ""
    unknown_most: float = 1.0
    is_prose: bool = False


@dataclass(frozen=True)
class Table:
    """One table.

    Args:
        schema: `core` or `mart`; `landing` for the frame read from landing files.
        name: Table name = file name of its model.
        description: What one row is.
        key: Columns that are unique together.
        columns: In order.
        divided_by: Day by whose weeks the published copy is divided: in most weeks no row changes any more. Empty
            where the table is published as one.
    """

    schema: str
    name: str
    description: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    divided_by: str = ""

    @property
    def full_name(self) -> str:
        """Return `schema.name`."""
        return f"{self.schema}.{self.name}"

    @property
    def polars(self) -> dict[str, PolarsDataType]:
        """Return column name -> polars type, in order."""
        return {column.name: column.dtype for column in self.columns}


def _column(name: str, dtype: PolarsDataType, description: str, *, required: bool = False) -> Column:
    return Column(name, dtype, description, required)


LANDED = Table(
    "landing",
    "postings",
    "One row of a landing file: a RawPosting with the file it came from; `raw` stays in the file.",
    ("board", "key", "run"),
    (
        _column("board", pl.String, "Registry key of the board", required=True),
        _column("partition", pl.String, "Day or month that the run crawled", required=True),
        _column("run", pl.String, "Run id", required=True),
        _column("scope", pl.String, "Tenant or feed within the board; empty where it has none", required=True),
        _column("key", pl.String, "The board's stable id, unique within the board", required=True),
        _column("fetched_at", pl.Datetime("us", "UTC"), "When the response came", required=True),
        _column("url", pl.String, "Public page"),
        _column("title", pl.String, "Heading as published"),
        _column("company", pl.String, "Employer as published"),
        _column("location", pl.String, "Place text as published"),
        _column("text", pl.String, "The board's own text"),
        _column("text_format", pl.String, "html, markdown or plain"),
        _column("salary", pl.String, "Pay field as published"),
        _column("experience", pl.String, "Experience field as published"),
        _column("education", pl.String, "Education field as published"),
        _column("employment", pl.String, "Employment type as published"),
        _column("remote", pl.String, "Workplace word as published"),
        _column("tags", TEXTS, "The board's own tags"),
        _column("author", pl.String, "Pseudonym of the poster"),
        _column("posted_raw", pl.String, "Date as published"),
        _column("posted_kind", pl.String, "What kind of date it is", required=True),
        _column("posted_at", pl.Datetime("us", "UTC"), "The date read"),
        _column("expires_at", pl.Datetime("us", "UTC"), "Stated end"),
    ),
)

NORMALISED = Table(
    "landing",
    "normalised",
    "What one posting is said to contain: the fields of the labelling guide and ours.",
    ("id",),
    (
        _column("id", pl.String, "As given", required=True),
        _column("is_posting", pl.Boolean, "Whether the text offers a job", required=True),
        _column("languages", TEXTS, "Programming languages that the text names, slugs", required=True),
        _column("skills", TEXTS, "Skills of the labelling guide that the text names, slugs", required=True),
        Column("remote", TEXTS, "onsite, hybrid, remote", required=True, allowed=REMOTES),
        _column("pay_min", pl.Float64, "Lower end as stated, in pay_currency per pay_period"),
        _column("pay_max", pl.Float64, "Upper end as stated"),
        _column("pay_currency", pl.String, "ISO 4217"),
        Column("pay_period", pl.String, "year, month, day or hour", allowed=PERIODS),
        _column("pay_months", pl.Float64, "Months paid a year where stated (16 in `16薪`)"),
        Column("pay_min_cny_year", pl.Float64, "Lower end annualised in CNY", low=0),
        Column("pay_max_cny_year", pl.Float64, "Upper end annualised in CNY", low=0),
        Column("pay_min_usd_year", pl.Float64, "Lower end annualised in USD", low=0),
        Column("pay_max_usd_year", pl.Float64, "Upper end annualised in USD", low=0),
        _column("cities", TEXTS, "Places of work, English lower case", required=True),
        Column("countries", TEXTS, "ISO 3166 alpha-2", required=True, filled=0.3),
        Column("experience_min_years", pl.Float64, "Least years asked for", low=0, high=60),
        Column("experience_max_years", pl.Float64, "Most years asked for", low=0, high=60),
        Column("education", pl.String, "Least education asked for", required=True, allowed=EDUCATIONS),
        Column("seniority", TEXTS, "Levels that title or text states", required=True, allowed=SENIORITIES),
        Column(
            "work_type",
            pl.String,
            "Main kind of work",
            required=True,
            allowed=WORK_TYPES,
            unknown="other",
            unknown_most=0.6,
        ),
        Column(
            "industry",
            pl.String,
            "Main industry",
            required=True,
            allowed=INDUSTRIES,
            unknown="unknown",
            unknown_most=0.8,
        ),
        Column(
            "concepts",
            MENTIONS,
            "Every concept of the taxonomy that the text names, with strength, and whether others will do instead",
            required=True,
            filled=0.4,
        ),
        Column(
            "text_language",
            pl.String,
            "ISO 639-1 of the text; `und` where undecided",
            required=True,
            unknown="und",
            unknown_most=0.2,
        ),
        _column("company", pl.String, "Employer named by field, head line or first lines"),
        Column("company_key", pl.String, "Employer's name normalised for matching; null where unknown", filled=0.5),
        _column("role", pl.String, "Title named by field or head line"),
        _column("role_key", pl.String, "Title normalised for matching; null where unknown"),
        Column("text_plain", pl.String, "Text without markup", required=True, is_prose=True),
        _column("text_key", pl.String, "Hash of the letters of the text; equal for exact re-posts", required=True),
    ),
)

_POSTING_IDS = (
    _column("posting_id", pl.String, "board:key, for ever", required=True),
    _column("board", pl.String, "Registry key of the board", required=True),
    _column("scope", pl.String, "Tenant or feed within the board", required=True),
)

CRAWLS = Table(
    "core",
    "crawls",
    "One scope of one run: what the CrawlReport said.",
    ("run", "board", "scope"),
    (
        _column("run", pl.String, "Run id", required=True),
        _column("board", pl.String, "Registry key of the board", required=True),
        _column("scope", pl.String, "Tenant or feed", required=True),
        _column("partition", pl.String, "Day or month crawled", required=True),
        Column(
            "state", pl.String, "How the crawl ended", required=True,
            allowed=("complete", "window", "partial", "capped", "blocked", "failed"),
        ),
        _column("reason", pl.String, "Why it is not complete", required=True),
        _column("started_at", pl.Datetime("us", "UTC"), "Start", required=True),
        _column("finished_at", pl.Datetime("us", "UTC"), "End", required=True),
        _column("requests", pl.Int64, "Requests sent", required=True),
        _column("bytes", pl.Int64, "Bytes received", required=True),
        _column("declared_n", pl.Int64, "Total that the board declares"),
        _column("kept_n", pl.Int64, "Rows landed", required=True),
        _column("dropped_n", pl.Int64, "Rows dropped", required=True),
        _column("overlap_n", pl.Int64, "Rows of a window that the one before showed as well; 0 is a gap, null unknown"),
        _column("simulated", pl.Boolean, "Whether the market is simulated", required=True),
        _column("readable", pl.Boolean, "Whether what the run landed could be read", required=True),
        _column("chosen", pl.Boolean, "Whether the tables are built from it", required=True),
    ),
)  # fmt: skip

SIGHTINGS = Table(
    "core",
    "sightings",
    "A stretch of consecutive runs that listed a posting and saw it say the same; runs of a month that a later run"
    " replaced are here too. What as_known_on() and core.posting_versions are made from.",
    ("posting_id", "scope", "first_run", "version"),
    (
        *_POSTING_IDS,
        _column("first_partition", pl.String, "Day or month of its first run", required=True),
        _column("first_run", pl.String, "First run, in the order of partition and run", required=True),
        _column("last_partition", pl.String, "Day or month of its last run", required=True),
        _column("last_run", pl.String, "Last run", required=True),
        _column("first_seen_on", pl.Date, "Day of the first look, not the event's day", required=True),
        _column("last_seen_on", pl.Date, "Day of the last look", required=True),
        _column("posted_on", pl.Date, "Day that the posting states; null on a live board"),
        _column("expires_on", pl.Date, "Last day that the posting states; null on a live board"),
        _column("fetched_on", pl.Date, "Day of the capture or import; null on other boards"),
        _column("version", pl.String, "Hash of what the posting said", required=True),
    ),
    divided_by="last_seen_on",
)

OBSERVATIONS = Table(
    "core",
    "observations",
    "A span of days over which a posting was listed with one content version.",
    ("posting_id", "first_seen_on"),
    (
        *_POSTING_IDS,
        _column("first_seen_on", pl.Date, "First day seen (event day on a history board)", required=True),
        _column("last_seen_on", pl.Date, "Last day seen", required=True),
        _column("closed_on", pl.Date, "Day of the complete crawl that no longer listed it; null while open or unknown"),
        _column("version", pl.String, "Hash of what the posting said", required=True),
    ),
    divided_by="last_seen_on",
)

POSTINGS = Table(
    "core",
    "postings",
    "One advertisement in its newest version, normalised.",
    ("posting_id",),
    (
        *_POSTING_IDS,
        _column("url", pl.String, "Public page"),
        _column("vacancy_id", pl.String, "The opening behind it", required=True),
        _column(
            "employer_key", pl.String, "Employer's cluster: name, else poster, else the posting itself", required=True
        ),
        _column("opened_on", pl.Date, "Event day on a history board, else first day seen", required=True),
        _column("last_seen_on", pl.Date, "Last day seen", required=True),
        _column("closed_on", pl.Date, "When it closed, where that is known"),
        _column("posted_on", pl.Date, "Date that the board states"),
        _column("posted_kind", pl.String, "What kind of date that is", required=True),
        _column("in_cn", pl.Boolean, "Mainland China: stated, or unstated on a board whose home is CN", required=True),
        Column("cn_basis", pl.String, "What `in_cn` rests on", allowed=("stated", "board home")),
        *(column for column in NORMALISED.columns if column.name not in {"id", "text_plain"}),
        Column("text_plain", pl.String, "Text without markup", required=True, is_prose=True),
    ),
    divided_by="last_seen_on",
)

POSTING_VERSIONS = Table(
    "core",
    "posting_versions",
    "What an edited posting said at one time, normalised. A posting that never changed is in core.postings only, which"
    " holds every posting's newest version: that is what estimates read.",
    ("posting_id", "version_n"),
    (
        _column("posting_id", pl.String, "board:key", required=True),
        Column("version_n", pl.Int64, "1 for what it said first", required=True, low=1),
        _column(
            "version",
            pl.String,
            "Hash of what the posting said; the same again where an edit was taken back",
            required=True,
        ),
        _column("first_seen_on", pl.Date, "Day of the first look that saw it say so", required=True),
        _column("last_seen_on", pl.Date, "Day of the last look that saw it say so", required=True),
        _column("is_newest", pl.Boolean, "Whether core.postings holds this one", required=True),
        _column(
            "changed",
            TEXTS,
            "What differs from the version before: title, company, text, pay, places, remote, experience, education,"
            " seniority, work_type, industry, concepts; nothing where only markup or the board's own tags do",
            required=True,
        ),
        *(column for column in NORMALISED.columns if column.name != "id"),
    ),
    divided_by="last_seen_on",
)

VACANCIES = Table(
    "core",
    "vacancies",
    "One opening behind one or more postings; described by its first posting.",
    ("vacancy_id",),
    (
        _column("vacancy_id", pl.String, "Id of its first posting", required=True),
        _column(
            "base_id", pl.String, "One opening listed per place: id of the first posting of all of them", required=True
        ),
        _column("board", pl.String, "Board of its first posting", required=True),
        _column("employer_key", pl.String, "Employer's cluster", required=True),
        _column("opened_on", pl.Date, "Day on which its first posting opened", required=True),
        _column("last_seen_on", pl.Date, "Last day on which any of its postings was seen", required=True),
        _column("closed_on", pl.Date, "Day on which the last of its postings closed; null while open or unknown"),
        _column(
            "counts_as_opened",
            pl.Boolean,
            "False in a live scope's first 60 days, when a first sight is no opening",
            required=True,
        ),
        _column("postings_n", pl.Int64, "Postings in it", required=True),
        _column("in_cn", pl.Boolean, "Mainland China", required=True),
        Column("work_type", pl.String, "Main kind of work", required=True, allowed=WORK_TYPES),
        Column("industry", pl.String, "Main industry", required=True, allowed=INDUSTRIES),
    ),
    divided_by="last_seen_on",
)

MENTIONED = Table(
    "core",
    "mentions",
    "One posting names one concept.",
    ("posting_id", "concept"),
    (
        _column("posting_id", pl.String, "board:key", required=True),
        _column("vacancy_id", pl.String, "The opening behind it", required=True),
        _column("concept", pl.String, "Slug of the taxonomy", required=True),
        Column("strength", pl.String, "How strongly it is asked for", required=True, allowed=STRENGTHS),
        _column("is_alternative", pl.Boolean, "Whether it is one of several of which some suffice", required=True),
    ),
)

CONCEPTS = Table(
    "core",
    "concepts",
    "One thing that we count.",
    ("concept",),
    (
        _column("concept", pl.String, "Slug", required=True),
        _column("dimension", pl.String, "language, skill, capability, …", required=True),
        _column("label_en", pl.String, "Name for English readers", required=True),
        _column("label_zh", pl.String, "Name for Chinese readers", required=True),
    ),
)

COVERAGE = Table(
    "mart",
    "coverage",
    "What was observed of one board in one month: the ground that every estimate stands on.",
    ("board", "month"),
    (
        _column("board", pl.String, "Registry key of the board", required=True),
        _column("month", pl.Date, "First day of the month", required=True),
        _column(
            "state",
            pl.String,
            "Worst state of the month's usable crawls; `failed` where none was usable",
            required=True,
        ),
        _column("crawls_n", pl.Int64, "Scopes crawled", required=True),
        _column("postings_n", pl.Int64, "Postings opened", required=True),
        _column("in_cn_n", pl.Int64, "Of these in mainland China", required=True),
    ),
)

_SERIES = (
    _column("board", pl.String, "Registry key of the board", required=True),
    Column("population", pl.String, "CN or ALL", required=True, allowed=("CN", "ALL")),
    _column("concept", pl.String, "Slug", required=True),
)

WEEKLY_FLOW = Table(
    "mart",
    "weekly_flow",
    "Vacancies opened a week that name a concept, and all that opened on the board.",
    ("week", "board", "population", "concept"),
    (
        Column("week", pl.Date, "Monday of the ISO week", required=True),
        *_SERIES,
        Column("vacancies_n", pl.Int64, "Opened and naming the concept", required=True, low=0),
        Column("total_n", pl.Int64, "Opened", required=True, low=1),
        Column("share", pl.Float64, "vacancies_n / total_n", required=True, low=0, high=1),
    ),
    divided_by="week",
)

WEEKLY_STOCK = Table(
    "mart",
    "weekly_stock",
    "Vacancies open on the Thursday of a week that name a concept, and all open on the board.",
    WEEKLY_FLOW.key,
    (
        Column("week", pl.Date, "Monday of the ISO week", required=True),
        *_SERIES,
        Column("vacancies_n", pl.Int64, "Open and naming the concept", required=True, low=0),
        Column("total_n", pl.Int64, "Open", required=True, low=1),
        Column("share", pl.Float64, "vacancies_n / total_n", required=True, low=0, high=1),
    ),
    divided_by="week",
)

MONTHLY_FLOW = Table(
    "mart",
    "monthly_flow",
    "As weekly_flow, by month: the natural unit of monthly threads.",
    ("month", "board", "population", "concept"),
    (
        Column("month", pl.Date, "First day of the month", required=True),
        *WEEKLY_FLOW.columns[1:],
    ),
    divided_by="month",
)

CONTROL_MONTHLY = Table(
    "mart",
    "control_monthly",
    "Posts a month of a control series (people who seek work) that name a concept: to be held beside monthly_flow.",
    ("month", "board", "concept"),
    (
        Column("month", pl.Date, "First day of the month", required=True),
        _column("board", pl.String, "Registry key of the board", required=True),
        _column("concept", pl.String, "Slug", required=True),
        Column("posts_n", pl.Int64, "Posts that name the concept", required=True, low=0),
        Column("total_n", pl.Int64, "Posts", required=True, low=1),
        Column("share", pl.Float64, "posts_n / total_n", required=True, low=0, high=1),
    ),
)

CLAIM_HISTORY = Table(
    "mart",
    "claim_history",
    "One claim's verdict at one vintage.",
    ("vintage", "claim_id"),
    (
        _column("vintage", pl.String, "Id of the warehouse that it was judged on", required=True),
        _column("claim_id", pl.String, "`A3.2`", required=True),
        _column("verdict", pl.String, "One of the closed set", required=True),
        _column("reason", pl.String, "Why, in a clause"),
        _column("periods", pl.String, "Periods of the estimate, base first: `2024 → 2025`; null without an estimate"),
        _column("corrected", pl.Boolean, "Whether an audit corrected the figure for the tagger's error"),
        _column("estimate", pl.Float64, "Fraction"),
        _column("low", pl.Float64, "Lower end of the 95 % interval"),
        _column("high", pl.Float64, "Upper end of the 95 % interval"),
        _column("n", pl.Int64, "Vacancies in the denominator"),
        _column("sql", pl.String, "Query that yields the cells", required=True),
        _column("sentence_en", pl.String, "The finding, quotable", required=True),
        _column("built_at", pl.Datetime("us", "UTC"), "When that warehouse was built"),
        _column("taxonomy", pl.String, "Version of the taxonomy that had read its postings"),
        _column("boards", pl.String, "Boards of the estimate's panel, apart by spaces; null without an estimate"),
    ),
)

_SCORED = (
    _column(
        "version", pl.String, "Version of the taxonomy scored, `predictions-…` for fields of others", required=True
    ),
    _column("labels_file", pl.String, "Name of the file of labels", required=True),
    _column("labels_sha256", pl.String, "Its fingerprint", required=True),
    _column("scored_at", pl.Datetime("us", "UTC"), "When", required=True),
    _column("field", pl.String, "languages, skills, remote, pay, …", required=True),
)

CONCEPT_QUALITY = Table(
    "mart",
    "concept_quality",
    "How well one concept, class or place was read in a file of labels by one version: what `jobproof score` kept.",
    ("version", "labels_file", "field", "concept"),
    (
        *_SCORED,
        _column("concept", pl.String, "Slug, class or name", required=True),
        Column("tp", pl.Int64, "Postings where label and reading agree that it is there", required=True, low=0),
        Column("fp", pl.Int64, "Postings where only the reading has it", required=True, low=0),
        Column("fn", pl.Int64, "Postings where only the label has it", required=True, low=0),
        Column("labels_n", pl.Int64, "tp + fn: what sensitivity is a share of", required=True, low=0),
        Column("found_n", pl.Int64, "tp + fp: what precision is a share of", required=True, low=0),
        Column("sensitivity", pl.Float64, "tp / labels_n; null where no label has it", low=0, high=1),
        Column("sensitivity_low", pl.Float64, "Lower end of its 95 % interval", low=0, high=1),
        Column("sensitivity_high", pl.Float64, "Upper end of its 95 % interval", low=0, high=1),
        Column("precision", pl.Float64, "tp / found_n; null where no reading has it", low=0, high=1),
        Column("precision_low", pl.Float64, "Lower end of its 95 % interval", low=0, high=1),
        Column("precision_high", pl.Float64, "Upper end of its 95 % interval", low=0, high=1),
    ),
)

FIELD_QUALITY = Table(
    "mart",
    "field_quality",
    "How well one field was read in a file of labels by one version: what `jobproof score` kept.",
    ("version", "labels_file", "field"),
    (
        *_SCORED,
        Column("precision", pl.Float64, "Lists: share of the values read that are labelled", low=0, high=1),
        Column("precision_low", pl.Float64, "Lower end of its 95 % interval", low=0, high=1),
        Column("precision_high", pl.Float64, "Upper end of its 95 % interval", low=0, high=1),
        Column("recall", pl.Float64, "Lists: share of the labelled values that are read", low=0, high=1),
        Column("recall_low", pl.Float64, "Lower end of its 95 % interval", low=0, high=1),
        Column("recall_high", pl.Float64, "Upper end of its 95 % interval", low=0, high=1),
        Column("f1", pl.Float64, "Lists: harmonic mean of precision and recall", low=0, high=1),
        Column("stated", pl.Float64, "Values: share right where the label says something", low=0, high=1),
        Column("right", pl.Float64, "is_posting: share right", low=0, high=1),
        Column("low", pl.Float64, "Lower end of the 95 % interval of stated or right", low=0, high=1),
        Column("high", pl.Float64, "Upper end of the 95 % interval of stated or right", low=0, high=1),
        Column("labels", pl.Int64, "Labelled values: what the shares but precision are of", required=True, low=0),
        Column("found", pl.Int64, "Lists: values read: what precision is a share of", low=0),
        Column("invented", pl.Int64, "Values: readings where the label says nothing", low=0),
        Column("silent", pl.Int64, "Values: postings where the label says nothing", low=0),
        Column("kept_wrongly", pl.Int64, "is_posting: texts without an offer taken for one", low=0),
        Column("dropped_wrongly", pl.Int64, "is_posting: offers taken for none", low=0),
    ),
)

BOARDS = Table(
    "core",
    "boards",
    "One board as boards.toml declares it.",
    ("board",),
    (
        _column("board", pl.String, "Registry key of the board", required=True),
        _column("title", pl.String, "Name for readers", required=True),
        _column("title_zh", pl.String, "Name for Chinese readers"),
        Column("kind", pl.String, "How its time is kept", required=True, allowed=("live", "history", "archive")),
        _column("home", pl.String, "Country of a posting without a stated place; empty for none", required=True),
        _column("census", pl.Boolean, "Whether it lists all openings of its employers", required=True),
        _column("control", pl.Boolean, "Whether its posts are a control series and never postings", required=True),
        _column("captures", pl.Boolean, "Whether its rows are captures, each valid on its day only", required=True),
        _column("whole", pl.Boolean, "Of an archive: whether it holds all that its board posted", required=True),
        _column("url", pl.String, "Public address", required=True),
    ),
)

CITIES = Table(
    "core",
    "cities",
    "One Chinese city that the tiers of the claims speak of.",
    ("city",),
    (
        _column("city", pl.String, "Name as in postings.cities", required=True),
        _column("label_zh", pl.String, "Name for Chinese readers", required=True),
        Column("tier", pl.String, "Tier", required=True, allowed=("first", "new-first", "second")),
    ),
)

EMPLOYERS = Table(
    "core",
    "employers",
    "One employer's cluster, as claims count employers.",
    ("employer_key",),
    (
        _column("employer_key", pl.String, "As in postings", required=True),
        _column("label", pl.String, "Most frequent name as published; the key where none is", required=True),
        Column("postings_n", pl.Int64, "Postings", required=True, low=1),
        Column("vacancies_n", pl.Int64, "Vacancies", required=True, low=1),
    ),
)

META = Table(
    "mart",
    "meta",
    "The one row that says which warehouse this is.",
    ("vintage",),
    (
        _column("vintage", pl.String, "Day of the build and digest of all that it was built from", required=True),
        _column("built_at", pl.Datetime("us", "UTC"), "When it was built", required=True),
        _column("simulated", pl.Boolean, "Whether any crawl is of a simulated market", required=True),
        _column("taxonomy", pl.String, "Version of the taxonomy that read the postings", required=True),
        _column("schema_version", pl.Int64, "Version of all these tables", required=True),
        _column("first_month", pl.Date, "First month in which a vacancy opened"),
        _column("last_month", pl.Date, "Last month in which a vacancy opened"),
    ),
)

VACANCY_CHANGES = Table(
    "core",
    "vacancy_changes",
    "One vacancy of an earlier vintage whose postings, or some of them, now belong to another; no id is used again.",
    ("vacancy_id", "became", "vintage"),
    (
        _column("vacancy_id", pl.String, "Id in that vintage", required=True),
        _column("became", pl.String, "Id of the vacancy that holds its postings from the next vintage", required=True),
        _column("vintage", pl.String, "Last vintage in which it stood as before", required=True),
        Column(
            "kind",
            pl.String,
            "merge: its first posting went over, and the id names no vacancy any more; split: other postings did",
            required=True,
            allowed=("merge", "split"),
        ),
        Column(
            "reason",
            pl.String,
            "Whether the other vacancy begins with a posting that was not known before, or postings were read,"
            " edited or linked otherwise",
            required=True,
            allowed=("an earlier posting came in later", "read or ruled otherwise"),
        ),
        Column("postings_n", pl.Int64, "Postings that went over", required=True, low=1),
        _column("recorded_on", pl.Date, "Day of the build that found it", required=True),
    ),
)

TABLES: tuple[Table, ...] = (
    BOARDS, CITIES, CONCEPTS, CRAWLS, SIGHTINGS, OBSERVATIONS, POSTINGS, POSTING_VERSIONS, VACANCIES, VACANCY_CHANGES,
    MENTIONED, EMPLOYERS, COVERAGE, WEEKLY_FLOW, WEEKLY_STOCK, MONTHLY_FLOW, CONTROL_MONTHLY, CLAIM_HISTORY,
    CONCEPT_QUALITY, FIELD_QUALITY, META,
)  # fmt: skip
"""Every table of the warehouse, in the order in which it is built."""
BESIDE = (VACANCY_CHANGES, CLAIM_HISTORY, CONCEPT_QUALITY, FIELD_QUALITY, META)
"""Tables that say something of a vintage and do not make it."""
