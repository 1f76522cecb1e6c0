"""Structured logs, one JSON line each, with a request id and no personal data."""

from __future__ import annotations

import logging
import logging.config
import sys
from typing import Any

import structlog


def configure(*, quiet: bool) -> None:
    """Set up structlog over the standard library's logging."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {
                "json": {
                    "()": structlog.stdlib.ProcessorFormatter,
                    "foreign_pre_chain": shared,
                    "processor": structlog.processors.JSONRenderer(ensure_ascii=False),
                }
            },
            "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json", "stream": sys.stderr}},
            "root": {"handlers": ["stderr"], "level": "ERROR" if quiet else "WARNING"},
            "loggers": {"core": {"level": "INFO" if not quiet else "ERROR"}},
        }
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
