"""SBOM files: read them, say how good they are, compare two. Pure: no window, no database, no network.

`reader.read_sbom` makes a `model.Sbom` of a file, `quality.check_sbom` checks it against the points of the
rule pack, `compare.compare_sboms` says what changed. Importing this package alone imports none of them.
"""
