"""The demo world's programmes, calls and the life of their projects, made by the real services under a moved clock."""

from projects.demo.applications import apply
from projects.demo.calls import fill
from projects.demo.contracts import carry_out
from projects.demo.decisions import decide

__all__ = ["apply", "carry_out", "decide", "fill"]
