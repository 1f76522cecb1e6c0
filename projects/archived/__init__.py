"""What the stages contribute to a project's archive file: every document, built from the records it stands for."""

from projects.archived import applying, closing, deciding, running

ARCHIVED = [*applying.PARTS, *deciding.PARTS, *running.PARTS, *closing.PARTS]
