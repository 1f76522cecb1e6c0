"""projects: the record everything is about, from the call to the archive."""

from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    name = "projects"
