"""What a team shares, on the real thing: Dagster's storage in PostgreSQL, a home's mirror on an S3-compatible server.

They skip where the services are absent; with JOBPROOF_SERVICES=required, as .ci/run sets it, absence is a failure.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import polars as pl
import pytest

from assets import raw
from assets.keys import raw_key
from pipelines import troubles
from pipelines.definitions import build
from pipelines.resources import dagster_home, environment
from tests.landed import REGISTRY, land, posting
from warehouse import landing, mirror, publish, store
from warehouse.errors import JobproofError
from warehouse.home import PROJECT, Home

pytestmark = pytest.mark.services


def _absent(what: str) -> None:
    if os.environ.get("JOBPROOF_SERVICES") == "required":
        pytest.fail(f"{what} is not here; `make services` installs it")
    pytest.skip(f"{what} is not here; `make services` installs it")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _program(name: str) -> str:
    found = shutil.which(name) or next(iter(sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))), None)
    if not found:
        _absent(f"PostgreSQL's {name}")
    return str(found)


@pytest.fixture(scope="module")
def postgres() -> Iterator[str]:
    """The URL of an empty database on a PostgreSQL server of its own, which refuses to run as root."""
    initdb, server, isready = _program("initdb"), _program("postgres"), _program("pg_isready")
    user = "postgres" if os.geteuid() == 0 else None
    folder, port = Path(tempfile.mkdtemp(prefix="jobproof-pg-")), _free_port()
    if user:
        shutil.chown(folder, user)
    data = str(folder / "data")
    subprocess.run(
        [initdb, "-D", data, "-U", "jobproof", "-A", "trust"], user=user, cwd=folder, check=True, capture_output=True
    )
    command = [server, "-D", data, "-h", "127.0.0.1", "-p", str(port), "-k", str(folder), "-F"]
    with subprocess.Popen(command, user=user, cwd=folder, stderr=subprocess.DEVNULL) as running:
        try:
            deadline = time.monotonic() + 30
            while subprocess.run(
                [isready, "-h", "127.0.0.1", "-p", str(port)], check=False, capture_output=True
            ).returncode:
                assert time.monotonic() < deadline, "PostgreSQL did not start"
                time.sleep(0.1)
            yield f"postgresql+psycopg2://jobproof@127.0.0.1:{port}/postgres"
        finally:
            running.terminate()
            running.wait()
            shutil.rmtree(folder)


@pytest.fixture
def team(home: Home, postgres: str, monkeypatch: pytest.MonkeyPatch) -> Home:
    """A home set up by the example of deploy/: its Dagster keeps everything in PostgreSQL."""
    monkeypatch.setenv("JOBPROOF_POSTGRES_URL", postgres)
    home.root.mkdir(parents=True)
    shutil.copy(PROJECT / "deploy" / "dagster.postgres.yaml", home.root / "dagster.yaml")
    return home


@pytest.fixture(scope="module")
def bucket() -> Iterator[str]:
    """The URL of an empty bucket on an S3-compatible server."""
    try:
        import boto3  # noqa: PLC0415 - absent without the team's packages
        from moto.server import ThreadedMotoServer  # noqa: PLC0415
    except ImportError:
        _absent("moto's S3 server")
    port = _free_port()
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=port, verbose=False)
    server.start()
    named = {
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}", "AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b",
        "AWS_DEFAULT_REGION": "us-east-1",
    }  # fmt: skip
    with pytest.MonkeyPatch.context() as patch:
        for name, value in named.items():
            patch.setenv(name, value)
        boto3.client("s3").create_bucket(Bucket="jobs")
        yield "s3://jobs/home"
    server.stop()


class TestPostgreSQL:
    def test_runs_ticks_and_pools_outlive_the_instance(self, team: Home, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("JOBPROOF_NOW", "2026-03-02T06:00:00+00:00")
        landed = land(team, "2026-03-02", [posting("lever", "1")])
        monkeypatch.setattr(raw, "crawl", lambda *_, **__: [landed])
        defs = build(team)
        with dg.DagsterInstance.from_config(str(dagster_home(team))) as instance:
            assert "Postgres" in type(instance.event_log_storage).__name__
            done = defs.resolve_job_def("crawl").execute_in_process(
                instance=instance, partition_key="2026-03-02", asset_selection=[raw_key("lever")],
                tags={"board": "lever"},
            )  # fmt: skip
            assert done.success
        with dg.DagsterInstance.from_config(str(dagster_home(team))) as again:
            assert [run.run_id for run in again.get_runs()] == [done.run_id]
            assert again.get_materialized_partitions(raw_key("lever")) == {"2026-03-02"}
            assert again.get_concurrency_config().pool_config.default_pool_limit == 1
            assert troubles.of_runs(again) == []
        assert not list((team.root / "dagster").rglob("*.db"))

    def test_a_process_of_its_own_works_on_it(self, team: Home) -> None:
        code = (
            "import dagster as dg\n"
            "with dg.DagsterInstance.get() as instance:\n"
            "    print(instance.info_dict()['storage'] if 'storage' in instance.info_dict() else instance.info_str())"
        )
        done = subprocess.run(
            [sys.executable, "-c", code], env=environment(team), capture_output=True, text=True, check=True
        )
        assert "postgres" in done.stdout.lower()


class TestObjectStorage:
    @pytest.fixture
    def filled(self, home: Home) -> Home:
        land(home, "2024-01", [posting("threads", "1", posted_at="2024-01-03T12:00:00+00:00")])
        store.build(home, REGISTRY)
        publish.publish(home)
        return home

    def test_a_home_is_pushed_lost_and_brought_back(self, filled: Home, bucket: str, tmp_path: Path) -> None:
        pushed = mirror.push(filled, bucket)
        assert pushed.files > 5
        assert mirror.push(filled, bucket).files == 0
        fresh = Home(tmp_path / "fresh")
        mirror.pull(fresh, bucket)
        assert landing.reports(fresh) == landing.reports(filled)
        vintage = publish.query(filled, "SELECT vintage FROM mart.meta").item()
        assert store.build(fresh, REGISTRY).vintage == vintage

    def test_readers_query_the_published_copy_and_its_parquet(self, filled: Home, bucket: str, tmp_path: Path) -> None:
        mirror.push(filled, bucket)
        reader = Home(tmp_path / "reader")
        mirror.pull(reader, bucket, published=True)
        assert publish.query(reader, "SELECT count(*) FROM core.postings").item() == 1
        rows = pl.read_parquet(reader.published.parent / "parquet" / "core.postings.parquet")
        assert rows.height == 1

    def test_a_bucket_that_is_not_there_is_named(self, filled: Home, bucket: str) -> None:
        del bucket
        with pytest.raises(JobproofError, match="s3://nowhere/home: cannot be used"):
            mirror.push(filled, "s3://nowhere/home")
