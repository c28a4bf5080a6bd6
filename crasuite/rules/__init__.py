"""The engine: a rule pack and answers in, verdicts with their reasons out.

Pure and typed; knows no Qt, no SQL and no clock (the as-of date is an argument).
"""

from crasuite.rules.evaluate import Assessment, Verdict, assess
from crasuite.rules.loader import load_pack
from crasuite.rules.model import NOT_SURE, Pack

__all__ = ["NOT_SURE", "Assessment", "Pack", "Verdict", "assess", "load_pack"]
