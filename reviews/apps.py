"""reviews: rounds, conflicts, drawing, assignment, scoring, ranking."""

from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    name = "reviews"
