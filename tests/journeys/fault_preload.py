"""Loaded once by the process that sessions are forked from, so that each of them starts at once."""

from __future__ import annotations

import sqlite_utils  # noqa: F401  the store loads it with the first change

import crasuite.documents.docx_writer
import crasuite.interview.documents_file  # noqa: F401
from tests.journeys.fault_child import pack

pack()
