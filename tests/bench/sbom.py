"""An SBOM of 50,000 components, read into the program's own model, against `json.load` of the same file.

Time is measured in this process, memory in fresh ones: the most each of them held beyond what it holds before
it opens the file.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from measure import Row, medians, milliseconds

from crasuite.rules import load_pack
from crasuite.sbom.quality import check_sbom
from crasuite.sbom.reader import read_sbom

COMPONENTS = 50_000
TIMES = 5

OURS = """
from pathlib import Path
from crasuite.sbom.reader import read_sbom
def read(): return read_sbom(Path(name))
"""
FLOOR = """
import json
def read(): return json.load(open(name, encoding='utf-8'))
"""
PEAK = """
import re, resource, sys
name = sys.argv[1]
{how}
def peak():
    try:
        # What getrusage says on Linux includes the process that started this one.
        status = open("/proc/self/status").read()
        return int(re.search(r"VmHWM:\\s+(\\d+)", status)[1]) / 1024
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 / 1024
before = peak()
kept = read()
print(peak() - before)
"""


def make(path: Path, count: int) -> Path:
    """A CycloneDX file as generators write it: licences, hashes, suppliers, addresses, properties, links."""
    components = [_component(number) for number in range(count)]
    dependencies = [{"ref": "product", "dependsOn": [f"ref-{number}" for number in range(0, count, 100)]}]
    for number in range(count):
        needed = [f"ref-{other}" for other in (number + 1, number * 2 + 1, number * 3 + 2) if other < count]
        dependencies.append({"ref": f"ref-{number}", "dependsOn": needed})
    bom = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": "urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79",
        "version": 1,
        "metadata": {
            "timestamp": "2026-11-01T10:00:00Z",
            "component": {"type": "firmware", "bom-ref": "product", "name": "product", "version": "2.4.1"},
        },
        "components": components,
        "dependencies": dependencies,
    }
    path.write_text(json.dumps(bom, indent=2), encoding="utf-8")
    return path


def _component(number: int) -> dict[str, object]:
    name = f"component-{number}"
    address = f"https://example.org/{name}"
    return {
        "type": "library",
        "bom-ref": f"ref-{number}",
        "group": f"group-{number % 500}",
        "name": name,
        "version": f"{number % 9}.{number % 31}.{number % 7}",
        "description": f"Library number {number}, which does what libraries do",
        "supplier": {"name": f"Supplier {number % 300}", "url": [f"https://example.org/{number % 300}"]},
        "licenses": [{"license": {"id": ("MIT", "Apache-2.0", "BSD-3-Clause")[number % 3]}}],
        "purl": f"pkg:generic/group-{number % 500}/{name}@{number % 9}.{number % 31}.{number % 7}",
        "hashes": [{"alg": "SHA-256", "content": hashlib.sha256(name.encode()).hexdigest()}],
        "externalReferences": [{"type": "vcs", "url": f"{address}.git"}, {"type": "website", "url": address}],
        "properties": [{"name": "example:path", "value": f"node_modules/{name}"}],
    }


def peak_mib(how: str, path: Path) -> float:
    """The most memory that reading took, in a fresh process."""
    command = [sys.executable, "-c", PEAK.format(how=how), str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return float(done.stdout)


def load(path: Path) -> object:
    with path.open(encoding="utf-8") as file:
        return json.load(file)


def rows() -> list[Row]:
    with tempfile.TemporaryDirectory() as name:
        path = make(Path(name) / "large.cdx.json", COMPONENTS)
        took = medians(
            lambda: milliseconds(lambda: read_sbom(path)), lambda: milliseconds(lambda: load(path)), TIMES
        )
        found = [Row(f"SBOM of {COMPONENTS:,} components, read", "ms", *took, "json.load", 1.5)]
        if sys.platform != "win32":
            peak = medians(lambda: peak_mib(OURS, path), lambda: peak_mib(FLOOR, path), 3)
            found.append(
                Row(f"SBOM of {COMPONENTS:,} components, peak memory", "MiB", *peak, "json.load", 1.5)
            )
        pack, sbom = load_pack(), read_sbom(path)
        check = sorted(milliseconds(lambda: check_sbom(sbom, pack)) for _ in range(TIMES))[TIMES // 2]
        found.append(Row(f"SBOM of {COMPONENTS:,} components, checked", "ms", check))
    return found
