"""SBOM files: read them, say how good they are, compare two. Pure: no window, no database, no network."""

from crasuite.sbom.model import Component, Hash, Licence, Party, Sbom
from crasuite.sbom.reader import read_sbom
from crasuite.sbom.source import SbomCancelledError

__all__ = ["Component", "Hash", "Licence", "Party", "Sbom", "SbomCancelledError", "read_sbom"]
