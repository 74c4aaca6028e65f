"""Generated rows of any number, straight into the warehouse's tables: for benches of what is asked and published.

Nothing is crawled or read. What matters to speed is as in real copies: a few concepts and employers are most frequent,
25 concepts a posting, openings grow over three years, a tenth are re-posts, pay is stated by not quite half. One seed
makes the same rows, whatever the number of threads.
"""

from __future__ import annotations

import duckdb

from warehouse import clock, contracts, stage, taxonomy
from warehouse.database import literal
from warehouse.schemas import BOARDS, CITIES, CONCEPTS, CRAWLS, TABLES
from warehouse.store import model

LAST_DAY = "2025-01-05"
DAYS = 1096
_BOARDS_N = 20
_DERIVED = ("weekly_flow", "weekly_stock", "monthly_flow", "coverage")


def fill(connection: duckdb.DuckDBPyConnection, postings_n: int, *, seed: int = 7) -> None:
    """Make all tables of the contracts in the connection's current database and fill them.

    Args:
        connection: An empty database.
        postings_n: Postings; nine in ten begin a vacancy.
        seed: Seed of every draw.
    """
    for schema in ("stage", *dict.fromkeys(table.schema for table in TABLES)):
        connection.execute(f"CREATE SCHEMA {schema}")
    for table in (*TABLES, *(each for each in stage.TABLES if each.name in {"crawls", "boards"})):
        connection.execute(contracts.ddl(table))
    connection.execute(f"CREATE MACRO draw(a, b) AS (hash(a, b, {seed}) % 1000003) / 1000003.0")
    said = taxonomy.load()
    stage.fill(connection, CONCEPTS.full_name, said.frame())
    stage.fill(connection, CITIES.full_name, stage.cities(said))
    for statement in _statements(postings_n):
        connection.execute(statement)
    for name in _DERIVED:
        connection.execute(f"INSERT INTO mart.{name} BY NAME {model('mart', name)}")
    connection.execute("DROP MACRO draw; DROP TABLE ranked; DROP SCHEMA stage CASCADE")


def _statements(postings_n: int) -> list[str]:
    shared = ", ".join(sorted({column.name for column in CRAWLS.columns} & set(stage.CRAWLS.polars)))
    board = "printf('board%02d', (pow(draw(vacancy, 'board'), 2) * 20)::INTEGER % 20)"
    return [
        f"""INSERT INTO {BOARDS.full_name} BY NAME
            SELECT
                printf('board%02d', i) AS board, board AS title,
                CASE WHEN i % 4 = 0 THEN 'live' ELSE 'history' END AS kind,
                CASE WHEN i % 2 = 0 THEN 'CN' ELSE '' END AS home, true AS census, false AS control, false AS captures,
                true AS whole, '' AS url
            FROM range({_BOARDS_N}) AS t (i)""",
        f"""INSERT INTO {CRAWLS.full_name} BY NAME
            SELECT
                strftime(m, '%Y-%m') || board AS run, board, '' AS scope, strftime(m, '%Y-%m') AS partition,
                'complete' AS state, '' AS reason, m AS started_at, m AS finished_at, 1 AS requests, 1 AS bytes,
                1 AS kept_n, 0 AS dropped_n, false AS simulated, true AS readable
            FROM {BOARDS.full_name},
                range(TIMESTAMPTZ '2022-01-01', TIMESTAMPTZ '2025-02-01', INTERVAL 1 MONTH) AS t (m)""",
        f"INSERT INTO stage.boards BY NAME FROM {BOARDS.full_name}",
        f"INSERT INTO stage.crawls BY NAME SELECT {shared} FROM {CRAWLS.full_name}",
        "UPDATE stage.crawls SET chosen = true",
        f"""CREATE TABLE ranked AS
            SELECT concept, row_number() OVER (ORDER BY hash(concept)) - 1 AS rank FROM {CONCEPTS.full_name}""",
        f"""INSERT INTO core.postings BY NAME
            WITH ids AS (SELECT i, i - i % 10 % 9 // 8 AS vacancy FROM range({postings_n}) AS t (i)),
            drawn AS (
                SELECT
                    *, {board} AS board,
                    DATE '{LAST_DAY}' - ({DAYS} * (1 - sqrt(draw(vacancy, 'day'))))::INTEGER AS began,
                    round(pow(draw(vacancy, 'pay'), 2) * 500 + 100) * 1000 AS pay,
                    ['beijing', 'shanghai', 'shenzhen', 'hangzhou', 'guangzhou', 'chengdu', 'wuhan', 'berlin', 'london',
                     'new york', 'san francisco', 'paris'
                    ][1 + (pow(draw(vacancy, 'city'), 2) * 12)::INTEGER % 12] AS city
                FROM ids
            )
            SELECT
                board || ':' || i AS posting_id, board, '' AS scope, 'https://example.com/' || i AS url,
                board || ':' || vacancy AS vacancy_id,
                'name:firm' || (pow(draw(vacancy, 'firm'), 3) * {postings_n // 20 + 1})::BIGINT AS employer_key,
                'Firm ' || substr(employer_key, 10) AS company,
                began + ((i <> vacancy)::INTEGER * 20) AS opened_on,
                opened_on + (draw(i, 'stay') * 60)::INTEGER AS last_seen_on,
                CASE WHEN last_seen_on < DATE '{LAST_DAY}' THEN last_seen_on + 1 END AS closed_on,
                opened_on AS posted_on, 'published' AS posted_kind,
                city IN ('beijing', 'shanghai', 'shenzhen', 'hangzhou', 'guangzhou', 'chengdu', 'wuhan') AS in_cn,
                'stated' AS cn_basis, true AS is_posting, [city] AS cities,
                CASE WHEN in_cn THEN ['CN'] WHEN city = 'berlin' THEN ['DE'] ELSE ['US'] END AS countries,
                ['go'] AS languages, [] AS skills, [] AS concepts,
                CASE WHEN draw(i, 'remote') < 0.3 THEN ['remote'] ELSE [] END AS remote,
                CASE WHEN draw(i, 'stated') < 0.45 THEN pay END AS pay_min_cny_year,
                pay_min_cny_year * 1.5 AS pay_max_cny_year, pay_min_cny_year / 7.2 AS pay_min_usd_year,
                pay_max_cny_year / 7.2 AS pay_max_usd_year,
                CASE WHEN draw(i, 'years') < 0.6 THEN (draw(i, 'n') * 9)::INTEGER END AS experience_min_years,
                'bachelor' AS education, CASE WHEN draw(i, 'level') < 0.4 THEN ['senior'] ELSE [] END AS seniority,
                'backend-microservices' AS work_type, 'finance' AS industry,
                CASE WHEN in_cn THEN 'zh' ELSE 'en' END AS text_language,
                'Engineer ' || (draw(vacancy, 'role') * 500)::INTEGER AS role, '' AS text_plain,
                md5(i::VARCHAR) AS text_key
            FROM drawn""",
        """INSERT INTO core.observations BY NAME
            SELECT posting_id, board, scope, opened_on AS first_seen_on, last_seen_on, closed_on, text_key AS version
            FROM core.postings""",
        """INSERT INTO core.vacancies BY NAME
            SELECT
                f.vacancy_id, f.vacancy_id AS base_id, f.board, f.employer_key, f.opened_on,
                coalesce(r.last_seen_on, f.last_seen_on) AS last_seen_on,
                coalesce(r.closed_on, f.closed_on) AS closed_on,
                true AS counts_as_opened, 1 + (r.posting_id IS NOT NULL)::INTEGER AS postings_n, f.in_cn, f.work_type,
                f.industry
            FROM core.postings AS f
            LEFT JOIN core.postings AS r ON r.vacancy_id = f.vacancy_id AND r.posting_id <> f.posting_id
            WHERE f.posting_id = f.vacancy_id""",
        """UPDATE core.postings AS p SET concepts = m.concepts
            FROM (
                SELECT posting_id, list({concept: concept, strength: strength, alternative: false}) AS concepts
                FROM (
                    SELECT DISTINCT ON (m.posting_id, r.concept)
                        m.posting_id, r.concept, ['required', 'preferred', 'mentioned'][1 + m.j % 3] AS strength
                    FROM (
                        SELECT p.posting_id, t.j, (380 * pow(draw(p.posting_id, t.j), 2.2))::INTEGER AS rank
                        FROM core.postings AS p, range(30) AS t (j)
                    ) AS m
                    JOIN ranked AS r ON r.rank = m.rank
                )
                GROUP BY posting_id
            ) AS m
            WHERE m.posting_id = p.posting_id""",
        f"INSERT INTO core.mentions BY NAME {model('core', 'mentions')}",
        """INSERT INTO core.employers BY NAME
            SELECT
                employer_key, any_value(company) AS label, count(*) AS postings_n,
                count(*) FILTER (posting_id = vacancy_id) AS vacancies_n
            FROM core.postings GROUP BY employer_key""",
        f"""INSERT INTO mart.meta BY NAME
            SELECT
                '{LAST_DAY}.00000000' AS vintage, TIMESTAMPTZ '{LAST_DAY} 06:00:00+00' AS built_at, true AS simulated,
                {literal(f"generated {clock.today().year}")} AS taxonomy""",
        """INSERT INTO mart.claim_history BY NAME
            SELECT
                '2025-01-05.00000000' AS vintage, 'A' || i AS claim_id, 'undecided' AS verdict, '' AS sql,
                '' AS sentence_en
            FROM range(100) AS t (i)""",
    ]
