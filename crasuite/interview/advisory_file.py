"""The advisory to users on one vulnerability of the register, in CSAF 2.0: what it lacks, and writing it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from crasuite.documents.atomic import write_atomically
from crasuite.documents.record import MAKER_QUESTION
from crasuite.domain.case import Case, CaseKind
from crasuite.errors import FindingsError
from crasuite.findings import csaf_advisory
from crasuite.findings.csaf_advisory import Publisher, Revision
from crasuite.interview.product_file import ProductFile
from crasuite.interview.workspace import Workspace
from crasuite.language import tr

NAMESPACE_SETTING = "csaf-namespace"
"""Name of the setting of the workspace that holds the maker's web address for advisories."""


def known_namespace(workspace: Workspace) -> str:
    """The maker's web address as it was said for the last advisory; empty before the first."""
    said = workspace.repository.settings().get(NAMESPACE_SETTING)
    return said if isinstance(said, str) else ""


def keep_namespace(workspace: Workspace, namespace: str) -> None:
    """Keep the maker's web address for all products of the workspace.

    Raises:
        StoreError: it could not be saved; nothing was changed.
    """
    if namespace != known_namespace(workspace) and not workspace.is_read_only:
        workspace.repository.set_setting(
            NAMESPACE_SETTING, namespace or None, label=tr("web address of the manufacturer")
        )


class AdvisoryFile(ProductFile):
    """One advisory. Who publishes it comes from the interview, what it says from the register."""

    def __init__(
        self,
        workspace: Workspace,
        product_id: int,
        case_id: str,
        *,
        tracking_id: str,
        namespace: str,
        revisions: Sequence[Revision],
        contact: str = "",
    ) -> None:
        """`namespace` is a web address of the maker; `revisions` are the published states.

        Raises:
            FindingsError: the register of the product has no such vulnerability (FIND-41).
        """
        super().__init__(workspace, product_id)
        maker = workspace.repository.values(product_id).get(MAKER_QUESTION)
        self.publisher = Publisher(maker if isinstance(maker, str) else "", namespace, contact)
        self.tracking_id = tracking_id
        self.revisions = tuple(revisions)
        self.case = self._found(case_id)
        self.product = csaf_advisory.product_of(self.case, self.product_name)

    def _found(self, case_id: str) -> Case:
        for _, case in self.workspace.cases.of_product(self.product_id):
            if case.id == case_id and case.kind is CaseKind.VULNERABILITY:
                return case
        raise FindingsError(
            "FIND-41",
            tr(
                "There is no vulnerability {case} in the register of “{product}”.",
                case=case_id,
                product=self.product_name,
            ),
            "",
            tr("Choose one from the register."),
        )

    @property
    def gaps(self) -> tuple[str, ...]:
        """What is needed before it can be written, in sentences."""
        return csaf_advisory.gaps(self.case, self.product, self.publisher, self.tracking_id, self.revisions)

    @property
    def file_name(self) -> str:
        """The name that the standard asks for."""
        return csaf_advisory.file_name(self.tracking_id)

    def export(self, folder: Path, *, is_draft: bool = False) -> Path:
        """Write it into a folder, whole or not at all; an earlier state of it is replaced.

        Raises:
            FindingsError: something needed is missing (FIND-40); the message lists all of it.
            DocumentError: the file cannot be written.
        """
        data = csaf_advisory.write(
            self.case, self.product, self.publisher, self.tracking_id, self.revisions, is_draft=is_draft
        )
        path = folder / self.file_name
        write_atomically(path, data)
        return path
