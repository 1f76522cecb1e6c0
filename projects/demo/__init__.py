"""The demo world's programmes, calls and the life of their projects, made by the real services under a moved clock."""

from projects.demo.applications import apply
from projects.demo.calls import fill
from projects.demo.closing import accept, seal
from projects.demo.contracts import report, sign
from projects.demo.decisions import decide

__all__ = ["accept", "apply", "decide", "fill", "report", "seal", "sign"]
