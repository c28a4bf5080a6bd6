"""Lists of vulnerabilities: read them, compare them with a product, rate them; and advisories to users.

`reader.read_findings` makes `model.Findings` of a file, `matching.match` says which components each finding
concerns, `severity.score` rates a CVSS vector, `csaf_advisory.write` tells users. Pure: no window, no
database, no network. Importing this package alone imports none of them.
"""
