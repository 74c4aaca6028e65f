"""The one Definitions object that Dagster loads: assets, checks, jobs, schedules and sensors of one home."""

import os
from importlib import import_module
from pathlib import Path

import dagster as dg
import yaml

from assets.checks import table_checks
from assets.core import warehouse_assets
from assets.mart import published_assets
from assets.open_web import archives_of, open_web_assets
from assets.raw import raw_assets
from assets.remote import remote_assets
from assets.report import report_assets
from assets.retries import Retries
from pipelines.jobs import jobs
from pipelines.schedules import schedules
from pipelines.sensors import sensors
from warehouse import boards
from warehouse.errors import BadUsageError
from warehouse.home import Home
from warehouse.mirror import remote_of


def build(home: Home, *, retries: Retries | None = None) -> dg.Definitions:
    """Return the definitions of one home.

    Args:
        home: Its registry decides which boards there are.
        retries: How patiently failed steps are tried again; as the JOBPROOF_RETRY_ settings say where None.
    """
    patience = retries or Retries.from_environment()
    registry, remote, archives = boards.load(home), remote_of(), archives_of()
    return dg.Definitions(
        assets=[
            *raw_assets(home, registry, patience.crawl),
            *warehouse_assets(registry),
            *published_assets(registry),
            *report_assets(home, patience.mail),
            *remote_assets(remote, patience.mirror),
            *open_web_assets(archives, patience.crawl),
        ],
        asset_checks=table_checks(),
        jobs=jobs(registry, remote, archives),
        schedules=schedules(registry, remote),
        sensors=sensors(registry, archives),
        resources={"home": home},
        executor=executor(),
    )


def executor(named: str | None = None) -> dg.ExecutorDefinition:
    """Return the executor that JOBPROOF_EXECUTOR names, `module:attribute`; each run in one process where unset.

    It is configured by `execution: config:` of the YAML file that JOBPROOF_EXECUTOR_CONFIG names, in scheduled runs
    too; Celery's workers are started with the same file.

    Raises:
        BadUsageError: There is no such executor here, or it does not know the file's settings.
    """
    given = named or os.environ.get("JOBPROOF_EXECUTOR", "") or "dagster:in_process_executor"
    module, _, name = given.partition(":")
    try:
        found = getattr(import_module(module), name, None)
    except ImportError as error:
        found = error
    if not isinstance(found, dg.ExecutorDefinition):
        raise BadUsageError(
            "JOBPROOF_EXECUTOR", f"{given!r} is none here ({found})",
            allowed="dagster:multiprocess_executor, dagster_k8s:k8s_job_executor, dagster_celery:celery_executor, …",
            remedy="Correct it, and install its package in the version of dagster.",
        )  # fmt: skip
    path = os.environ.get("JOBPROOF_EXECUTOR_CONFIG", "")
    return _configured(found, Path(path)) if path else found


def _configured(executor: dg.ExecutorDefinition, path: Path) -> dg.ExecutorDefinition:
    nothing = dg.GraphDefinition(name="nothing").to_job(executor_def=executor)
    try:
        config = yaml.safe_load(path.read_text(encoding="utf-8"))["execution"]["config"]
        dg.validate_run_config(nothing, {"execution": {"config": config}})
        return executor.configured(config)
    except (OSError, TypeError, KeyError, yaml.YAMLError, dg.DagsterError) as error:
        raise BadUsageError(
            f"JOBPROOF_EXECUTOR_CONFIG {str(path)!r}", f"does not configure {executor.name} ({error!r})",
            allowed="`execution: {config: …}` as in its run config", remedy="Mend the file, or unset it.",
        ) from None  # fmt: skip


defs = build(Home.from_environment())
