"""A document and a workbook with every block, run and pattern, shared by the tests of both writers."""

from __future__ import annotations

import struct
import zlib
from datetime import date

from crasuite.documents.fingerprint import with_fingerprint
from crasuite.documents.sheets import (
    AboutSheet,
    CountWhere,
    NamedList,
    Sheet,
    SheetColumn,
    SheetRow,
    SummaryCount,
    SummaryPoint,
    SummarySheet,
    Workbook,
)
from crasuite.documents.tree import (
    Cite,
    Contents,
    Cover,
    Document,
    DocumentMeta,
    Gap,
    Heading,
    Link,
    Muted,
    OpenPoint,
    PageBreak,
    Picture,
    RiskLevel,
    Signatory,
    SignatureBlock,
    StatedByYou,
    Status,
    StatusKind,
    Strong,
    Tick,
    UserText,
    bullets,
    cell,
    note,
    own_pattern,
    para,
    result_box,
    small,
    table,
)

DAY = date(2026, 11, 24)
NASTY = {
    "formula": '=HYPERLINK("http://x";"y")',
    "plus": "+1+1",
    "minus": "-2",
    "at": "@SUM(A1)",
    "field": '{ INCLUDETEXT "C:\\\\secret.txt" }',
    "markup": "<w:p>&amp; ]]> \"quoted\" 'single'",
    "control": "bell\x07 null\x00 escape\x1b[31mred\x1b[0m",
    "surrogate": "half \ud83d of a pair",
    "emoji": "lock 🔐 family 👩‍👩‍👧",
    "hebrew": "מנעול חכם לבית",
    "arabic": "قفل باب ذكي",
    "long": "All work is recorded and nothing is lost. " * 239,
}


def meta(**changes: object) -> DocumentMeta:
    """The meta of the example record; `changes` replaces fields."""
    values: dict[str, object] = {
        "code": "CR",
        "title": "Classification record",
        "subtitle": "Door Lock 2, smart door lock with cloud backend",
        "number": "DL2-CR",
        "revision": 3,
        "date": DAY,
        "state": "Draft, 2 open points",
        "legal_basis": "Art. 2, 3, 7, 8, 32(2); Annex III",
        "product": "Door Lock 2",
        "product_line": "Door Lock 2, type DL2-EU, firmware 2.4.1",
        "manufacturer": "Example Maker B.V.",
        "place": "Eindhoven, NL",
        "law_used": "Rule pack 2026.3, law as of 1 Nov 2026",
        "rule_pack": "2026.3",
        "open_points": 2,
        "keywords": ("Cyber Resilience Act", "classification"),
    }
    values.update(changes)
    return DocumentMeta(**values)  # type: ignore[arg-type]


def record() -> Document:
    """A classification record of three pages."""
    blocks = (
        result_box(
            "The Cyber Resilience Act applies. Door Lock 2 is an important product, class I.",
            "Its core functionality is that of category 17, smart home products with security "
            "functionalities. A "
            "notified body has to take part: modules B + C (chosen) or module H are open, module A is not.",
            cites=("Art. 2(1)", "Art. 7(1)", "Annex III, class I (17)", "Art. 32(2)"),
            marks=(
                (
                    OpenPoint("1"),
                    OpenPoint("2"),
                    "Two answers are still open. Neither can change scope or class; see section 4.",
                ),
            ),
            sign="important-1",
            sign_text="Door Lock 2 is an important product, class I.",
        ),
        Heading(1, "Product assessed"),
        table(
            "label-value",
            [
                (
                    "Parts of the product",
                    "P1 lock unit; P2 Wi-Fi bridge; P3 phone app; P4 cloud backend as remote data processing",
                ),
                (
                    "Intended purpose",
                    UserText(
                        "Lock and unlock the entrance door of a private home, on the spot or from a "
                        "distance, and "
                        "manage digital keys."
                    ),
                ),
                (
                    "Core functionality",
                    ("Controls physical access to a home and can be managed remotely", Cite("Art. 7(1)")),
                ),
                ("Our role", ("Manufacturer: sold under its own brand", Cite("Art. 3(13)"))),
                (
                    "On the Union market",
                    (
                        "First units 1 Sep 2026 in AT, BE, DE, FR, NL; sold on after 11 Dec 2027, so "
                        "units placed "
                        "from then on must comply in full ",
                        Cite("Art. 71(2)"),
                        ". Reporting duties apply already",
                        Cite("Art. 14, 69(3)"),
                    ),
                ),
                ("Support period", ("To the end of December 2035 (note DL2-SP)", Cite("Art. 13(8)"))),
            ],
            "Product and role",
        ),
        Heading(1, "Reasons, in the order of the law"),
        table(
            "reason",
            [
                (
                    "1",
                    "It is a product with digital elements with a data connection, supplied on the Union "
                    "market.",
                    cell("Q-02 Bluetooth and Wi-Fi bridge: yes", "Q-05 sold to consumers in 5 Member States"),
                    "Art. 2(1), 3(1), 3(22)",
                ),
                (
                    "2",
                    "No exclusion applies.",
                    "Q-08 to Q-14 medical, in vitro, vehicles, aviation, marine, spare parts only, "
                    "defence: no",
                    "Art. 2(2)–(7)",
                ),
                (
                    "3",
                    "The cloud backend is remote data processing and thus part of the product.",
                    cell(
                        "Q-16 software made for the maker: yes",
                        "Q-17 unlocking from the app stops without it: yes",
                    ),
                    "Art. 3(2)",
                ),
                (
                    "4",
                    "Core functionality matches one Annex III category.",
                    cell(
                        "Q-19 main function: remote control of a home door lock", "Q-20 residential use: yes"
                    ),
                    "Art. 7(1); Annex III, class I (17); Reg. (EU) 2025/2392, Annex I",
                ),
                (
                    "5",
                    "No category of class II or of Annex IV is the core functionality.",
                    "Q-21 to Q-23 secure element is a bought-in component, not what the product mainly does",
                    "Art. 7(1) second sentence; Art. 8(1)",
                ),
                (
                    "6",
                    "Module A is not open.",
                    "Q-24 harmonised standards cover the requirements in full: no (none is cited, see "
                    "section 6)",
                    "Art. 32(2)",
                ),
            ],
            "From answer to result",
        ),
        Heading(1, "Categories considered"),
        table(
            "category",
            [
                (
                    "Class I (17)  Smart home products with security functionalities",
                    Status(StatusKind.MET, "Matches"),
                    "Smart door locks are named in the category. Residential, remotely controlled.",
                ),
                (
                    "Class I (1)  Identity management, access control readers",
                    Status(StatusKind.NOT_APPLICABLE, "Rejected"),
                    "The keypad reader serves the lock; managing identities is not the core functionality.",
                ),
                (
                    "Annex IV (3)  Smartcards or similar devices, including secure elements",
                    Status(StatusKind.NOT_APPLICABLE, "Rejected"),
                    "The secure element in P1 is a component; integrating it does not change the class.",
                ),
            ],
            "Categories looked at, and why they match or not",
        ),
        Heading(1, "Open points"),
        para(
            "An open point is an answer “I’m not sure”. It is never read as no. Both outcomes are shown; "
            "the file is "
            "prepared for the stricter one."
        ),
        table(
            "open-point",
            [
                (
                    OpenPoint("1"),
                    (
                        "Are the spare cylinders identical replacements made to the same specifications?",
                        Cite("Art. 2(6)"),
                    ),
                    "They stay outside the Regulation.",
                    ("They are separate products: own classification record. ", Strong("Prepared for.")),
                    cell("Product security", "4 Dec 2026"),
                ),
                (
                    OpenPoint("2"),
                    ("Is the installer app needed for a function of Door Lock 2?", Cite("Art. 3(1), 3(2)")),
                    ("It is part P5: own SBOM, risks and tests. ", Strong("Prepared for.")),
                    "It is a product of its own, class to be assessed.",
                    cell("Quality", "11 Dec 2026"),
                ),
            ],
            "Open answers and what hangs on them",
        ),
        Heading(1, "Conformity assessment procedures"),
        table(
            "procedure",
            [
                (
                    "Module A, internal control",
                    Tick(False, "Not open"),
                    "Class I without full cover by harmonised standards, common specifications or a "
                    "certificate.",
                    "Art. 32(2)",
                ),
                (
                    "Modules B + C, type examination",
                    Tick(True, "Chosen"),
                    "Open to every product. Chosen on 12 Nov 2026.",
                    "Art. 32(2)(a); Annex VIII, Parts II, III",
                ),
                (
                    "Module H, full quality assurance",
                    Tick(False, "Open"),
                    "Open; would need an approved quality system.",
                    "Art. 32(2)(b); Annex VIII, Part IV",
                ),
                (
                    "European cybersecurity certificate",
                    Tick(False, "Not open"),
                    "No scheme has been specified for this purpose.",
                    "Art. 27(9)",
                ),
            ],
            "Procedures for Door Lock 2 on 24 Nov 2026",
        ),
        Heading(1, "Law and state of play used"),
        table(
            own_pattern(("Statement", 80), ("As of", 24), ("Source", 61)),
            [
                (
                    "Regulation (EU) 2024/2847, consolidated 20 Nov 2024",
                    "6 Oct 2026",
                    "data.europa.eu/eli/reg/2024/2847",
                ),
                (
                    "Technical descriptions: Implementing Regulation (EU) 2025/2392",
                    "6 Oct 2026",
                    "data.europa.eu/eli/reg_impl/2025/2392",
                ),
                (
                    "A body was notified for module B",
                    "20 Nov 2026",
                    StatedByYou("Notification 0000", date(2026, 11, 20)),
                ),
            ],
            "What this record took as given",
        ),
        para(
            "This record is kept with the technical documentation for 10 years after placing on the "
            "market or for "
            "the support period, whichever is longer ",
            Cite("Art. 13(13)"),
            ". It is redone when the product, its purpose or the law changes.",
        ),
        Heading(1, "Release"),
        para(
            Muted(
                "Draft: the “Released” line opens when open points 1 and 2 are settled or accepted in "
                "writing."
            )
        ),
        SignatureBlock(
            (
                Signatory("Prepared", "Product security", "Eindhoven, 24 Nov 2026"),
                Signatory("Reviewed", "Quality"),
                Signatory("Released", "Managing director", Muted("not open yet")),
            )
        ),
    )
    return with_fingerprint(Document(meta(), blocks))


def checklist() -> Document:
    """A procedure checklist whose tables stand under their headings without a caption."""
    todo, done = Tick(False), Tick(True)
    blocks = (
        note(
            "Tick a step only when its record exists. □ to do, ■ done. The basis names the point that "
            "asks for the "
            "step; “practice” marks steps the law does not ask for."
        ),
        Heading(1, "Before the application"),
        table(
            "checklist",
            [
                (
                    done,
                    "1.1  Class and procedure decided, reasons recorded",
                    "Art. 7, 32(2)",
                    "DL2-CR rev. 3",
                    "12 Nov",
                ),
                (
                    done,
                    "1.2  Support period set, reasons written",
                    "Art. 13(8); Annex VII (4)",
                    "DL2-SP rev. 1",
                    "3 Nov",
                ),
                (
                    todo,
                    "1.3  Risk assessment complete, every requirement answered",
                    "Art. 13(2)–(4); Annex VII (3)",
                    cell("DL2-RA rev. 3", Gap("4")),
                    "Security, 11 Dec",
                ),
                (
                    todo,
                    "1.4  Technical documentation complete, Annex VII (1)–(6)",
                    "Art. 31; Annex VII",
                    cell("DL2-TD rev. 3", Gap("1 to 8")),
                    "Security, 15 Jan",
                ),
                (
                    done,
                    "1.5  Contact address and disclosure policy published",
                    "Annex I, Part II (5), (6)",
                    "E-19, E-20",
                    "Quality, 3 Nov",
                ),
                (
                    todo,
                    "1.7  Body chosen; notified for this Regulation and for class I (17)",
                    "Art. 43; Annex VIII, Part II (3)",
                    OpenPoint("4"),
                    "Director, 29 Jan",
                ),
            ],
            description="Steps before the application",
        ),
        Heading(1, "Module B: application"),
        table(
            "checklist",
            [
                (todo, "2.1  Name and address of manufacturer", "Part II, 3.1", "DL2-AB", "Director, 12 Feb"),
                (
                    todo,
                    "2.4  Supporting evidence and test results",
                    "Part II, 3.4",
                    cell(Gap("6"), "Penetration test"),
                    "5 Feb",
                ),
            ],
            description="Steps of the application",
        ),
        note(
            Strong("The number of the notified body never stands beside the CE marking on this route."),
            " It does so only under module H",
            Cite("Art. 30(4)"),
        ),
        SignatureBlock((Signatory("Kept by", "Product security"), Signatory("Closed", "Managing director"))),
    )
    return with_fingerprint(
        Document(
            meta(
                code="PC",
                title="Procedure checklist, modules B + C",
                subtitle="Door Lock 2, important product, class I (17)",
                number="DL2-PC",
                revision=5,
                state="Working copy, 3 of 8 steps done",
                legal_basis="Art. 32(2)(a); Annex VIII, Parts II, III",
                gaps=8,
                open_points=1,
                draft_means="working copy",
            ),
            blocks,
        )
    )


def declaration(*, final: bool = False) -> Document:
    """A statement of the maker: a title, eight points, the form of signature of Annex V."""
    gap = () if final else (Gap("7"), "name and number")
    blocks = (
        table(
            "label-value",
            [
                ((Strong("1"), "  Product"), (Strong("Door Lock 2"), ", smart door lock, type DL2-EU.")),
                ((Strong("2"), "  Manufacturer"), "Example Maker B.V., Example Street 12, 5600 XX Eindhoven"),
                (
                    (Strong("7"), "  Notified body and procedure"),
                    ("Notified body: ", *gap) if gap else "Body 0000",
                ),
            ],
            description="The points of the declaration",
        ),
        SignatureBlock(
            (Signatory("", "Managing director"),),
            blocked="" if final else "Not to be signed: 3 gaps.",
            on_behalf_of="Example Maker B.V.",
        ),
    )
    return with_fingerprint(
        Document(
            meta(
                code="DC",
                title="EU declaration of conformity",
                subtitle="Regulation (EU) 2024/2847, Annex V  ·  Declaration No. DL2-DC-2026-01",
                number="DL2-DC",
                revision=2,
                state="Released" if final else "Draft, 3 gaps",
                gaps=0 if final else 3,
                open_points=0,
                final=final,
                own_statement=True,
                draft_means="not signed, not valid",
                draft_counts="3 gaps before signature",
            ),
            blocks,
            front="title",
        )
    )


def picture(width: int = 60, height: int = 30) -> bytes:
    """A small grey PNG."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = (b"\x00" + b"\xb0" * width) * height
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


def everything() -> Document:
    """Every block, run and pattern, and the text of a user who means no harm and of one who does."""
    levels: tuple[RiskLevel, ...] = ("low", "medium", "high", "very-high")
    words = ("Low", "Medium", "High", "Very high")
    steps = ("Severe", "Major", "Moderate", "Minor", "Slight")

    def level_at(row: int, column: int) -> int:
        return min(3, (4 - row + column) // 2)

    matrix = [
        (
            impact,
            *(cell(words[level_at(row, column)], level=levels[level_at(row, column)]) for column in range(5)),
        )
        for row, impact in enumerate(steps)
    ]
    blocks = (
        PageBreak(),
        Contents(),
        PageBreak(),
        Heading(1, "Gaps, open points and revisions", numbered=False),
        table(
            "completeness",
            [
                (
                    "(1)",
                    "General description",
                    Status(StatusKind.IN_PROGRESS, "9 of 11 filled"),
                    cell(
                        (Gap("1"), "photo of the interior"),
                        (Gap("5.1"), "marking"),
                        (OpenPoint("2"), "installer app"),
                    ),
                ),
                ("(4)", "Support period", Status(StatusKind.MET), "–"),
                (
                    "(7)",
                    "EU declaration of conformity",
                    Status(StatusKind.TO_DO, "Draft"),
                    (Gap("7"), "notified body"),
                ),
            ],
            "Completeness against Annex VII on 24 Nov 2026",
        ),
        Heading(1, "General description", "Annex VII (1)", bookmark="general", new_page=True),
        Heading(2, "Intended purpose", "Annex VII (1)(a)"),
        para(UserText("First line of the user\nsecond line\tafter a tab")),
        Heading(3, "Foreseeable use"),
        para(
            "A lost phone, a flat battery", Cite("Art. 13(3)"), ". See ", Link("the register", "risks"), "."
        ),
        bullets("first", ("second", Cite("Art. 13(1)")), UserText("third\nwith a second line")),
        bullets("step one", "step two", ordered=True),
        para("Between the lists."),
        bullets("again one", ordered=True),
        Picture(picture(), 60, "Two grey boxes that stand for two parts", "Parts of the product"),
        Heading(2, "Risks"),
        table(
            "matrix",
            matrix,
            "Risk levels",
            heads=("Impact \\ Likelihood", "Rare", "Unlikely", "Possible", "Likely", "Certain"),
        ),
        table(
            "risk",
            [
                (
                    "R-01",
                    "Lock opened by replayed message",
                    "Very high",
                    (Strong("Reduce."), " Rolling counter"),
                    "High",
                    "(2)(d)",
                    "QA",
                ),
                (
                    "R-02",
                    "Cloud account taken by guessing",
                    "High",
                    (Strong("Reduce."), " Rate limit"),
                    "Medium",
                    "(2)(d)",
                    "QA",
                ),
            ],
            "Risks before and after treatment",
            bookmark="risks",
        ),
        table(
            "requirement",
            [
                (
                    "(1)",
                    "Security level fits the risks",
                    "Applies",
                    cell("Design goals derived from the assessment.", small("R-01 to R-07 · E-05, E-06")),
                    Status(StatusKind.MET),
                ),
                (
                    "(2)(d)",
                    "Protected from unauthorised access",
                    "Applies",
                    cell("Digital key per phone.", (Gap("5.1"), "evidence. 11 Dec")),
                    Status(StatusKind.EVIDENCE_MISSING),
                ),
                (
                    "(2)(i)",
                    "No harm to other networks",
                    "Does not apply",
                    cell((Strong("Because"), " the lock has no IP interface."), small("R-04 · Art. 13(4)")),
                    Status(StatusKind.NOT_APPLICABLE),
                ),
                (
                    "(2)(l)",
                    "Security events recorded",
                    "Applies",
                    (OpenPoint("3"), "does the opt-out also stop the log in the bridge?"),
                    Status(StatusKind.NOT_SURE),
                ),
            ],
            "Annex I, Part I",
        ),
        table(
            "evidence",
            [
                (
                    "E-05",
                    "design-goals.pdf",
                    "12 Nov 2026",
                    "a028 eaad … 5a80",
                    Status(StatusKind.MET, "Unchanged"),
                )
            ],
            "Evidence",
        ),
        table(
            "report-field",
            [("Severity", "CVSS 4.0 not rated yet", "optional")],
            "Fields of the early warning",
        ),
        Heading(1, "User text"),
        table(
            "label-value", [(name, UserText(text)) for name, text in NASTY.items()], "Text as it was typed"
        ),
        para(UserText(NASTY["hebrew"])),
        note("A note under the last table."),
    )
    return with_fingerprint(
        Document(
            meta(
                code="TD",
                title="Technical documentation",
                number="DL2-TD",
                manufacturer="Example & Söhne <Maker> B.V.",
                gaps=8,
                open_points=3,
                state="Draft, 8 gaps, 3 open points",
            ),
            blocks,
            front="cover",
            cover=Cover(
                "Technical documentation under Article 31 and Annex VII of Regulation (EU) 2024/2847",
                "Door Lock 2",
                "Smart door lock with Wi-Fi bridge, phone app and cloud backend",
                "critical",
                "Critical product",
            ),
        )
    )


def workbook() -> Workbook:
    """A workbook with a summary, drop-downs, levels, dates, hashes and a read-only sheet."""
    requirements = Sheet(
        "Requirements",
        "Requirements checklist, Annex I",
        "Ref. as in the Regulation; the wording is a paraphrase, the Regulation decides.",
        (
            SheetColumn("ref", "Ref.", 10, strong=True),
            SheetColumn("requirement", "Requirement", 32),
            SheetColumn("applies", "Applies?", 15, "list", "Applies", editable=True),
            SheetColumn("how", "How it is met, or why it does not apply", 58, editable=True),
            SheetColumn("status", "Status", 20, "list", "Status", editable=True, colour="status"),
            SheetColumn("evidence", "Evidence", 22, editable=True),
            SheetColumn("owner", "Owner", 9, editable=True),
            SheetColumn("due", "Due", 12, "date", editable=True),
        ),
        (
            SheetRow(
                "annex1.i.1",
                (
                    "I (1)",
                    "Security level fits the risks",
                    "Applies",
                    "Design goals.",
                    "● Met",
                    "E-05",
                    "QA",
                    None,
                ),
            ),
            SheetRow(
                "annex1.i.2.a",
                (
                    "I (2)(a)",
                    "No known exploitable vulnerabilities",
                    "Applies",
                    NASTY["formula"],
                    "► In progress",
                    "+E-11",
                    "QA",
                    date(2026, 12, 4),
                ),
            ),
            SheetRow(
                "annex1.i.2.d",
                (
                    "I (2)(d)",
                    "Protected from unauthorised access",
                    "Applies",
                    "Digital key per phone; lock-out after 5 wrong codes.",
                    "▲ Evidence missing",
                    "",
                    "QA",
                    date(2026, 12, 11),
                ),
            ),
            SheetRow(
                "annex1.i.2.i",
                (
                    "I (2)(i)",
                    "No harm to other networks",
                    "Does not apply",
                    "Because the lock has no IP interface and the bridge cannot send more than 6 "
                    "messages a minute. "
                    "Risk R-04.",
                    "– Not applicable",
                    "E-22",
                    "",
                    None,
                ),
            ),
            SheetRow(
                "annex1.i.2.l",
                (
                    "I (2)(l)",
                    "Security events recorded",
                    "Applies",
                    NASTY["long"],
                    "? Not sure yet",
                    "",
                    "",
                    None,
                ),
            ),
            SheetRow(
                "annex1.ii.1",
                (
                    "II (1)",
                    "Components listed (SBOM)",
                    "Applies",
                    "CycloneDX 1.6.",
                    "○ To do",
                    "@E",
                    "QA",
                    None,
                ),
            ),
            SheetRow(
                "annex1.ii.2",
                (
                    "II (2)",
                    "Remedied without delay",
                    "Applies",
                    NASTY["control"],
                    "● Met",
                    "E-26",
                    "QA",
                    None,
                ),
            ),
        ),
    )
    level = ("before", "likelihood", "impact")
    risks = Sheet(
        "Risks",
        "Risk register",
        "The level is looked up from likelihood and impact; an unknown likelihood is never low.",
        (
            SheetColumn("no", "No.", 8, strong=True),
            SheetColumn("what", "What could happen", 32, editable=True),
            SheetColumn("likelihood", "Likelihood before", 13, "list", "Likelihood", editable=True),
            SheetColumn("impact", "Impact before", 13, "list", "Impact", editable=True),
            SheetColumn(level[0], "Level before", 12, colour="level", level_of=("likelihood", "impact")),
            SheetColumn("weight", "Weight", 9, "number", align="right"),
        ),
        (
            SheetRow("risk.R-01", ("R-01", "Replayed message", "3 Possible", "5 Severe", None, 2.5)),
            SheetRow("risk.R-07", ("R-07", "Old owner keeps access", "4 Likely", "2 Minor", None, 1)),
            SheetRow("risk.R-05", ("R-05", NASTY["emoji"], "", "", None, 3)),
        ),
    )
    evidence = Sheet(
        "Evidence",
        "Evidence register",
        "Read-only.",
        (
            SheetColumn("no", "No.", 8, strong=True),
            SheetColumn("file", "File", 44),
            SheetColumn("version", "Version", 14, "hash"),
            SheetColumn("hash", "SHA-256", 68, "hash"),
        ),
        (SheetRow("evidence.E-05", ("E-05", "design-goals.pdf", "2.10", "0" * 64)),),
    )
    summary = SummarySheet(
        "Summary",
        "Door Lock 2: CRA workbook",
        "Type DL2-EU, firmware 2.4.1. Important product, class I, category 17. Modules B + C.",
        (
            ("Document", "DL2-RC"),
            ("Revision", "3, 24 Nov 2026"),
            ("Manufacturer", "Example & Söhne B.V., Eindhoven"),
            ("Law used", "Rule pack 2026.3, law as of 1 Nov 2026"),
            ("Answers of the maker", "=1+1"),
        ),
        (
            SummaryCount(
                "Annex I, Part I",
                CountWhere("Requirements", (("ref", ("I (",)),)),
                CountWhere("Requirements", (("ref", ("I (",)), ("status", ("●", "–")))),
                "Sheet Requirements, column Status",
            ),
            SummaryCount(
                "Annex I, Part II",
                CountWhere("Requirements", (("ref", ("II (",)),)),
                CountWhere("Requirements", (("ref", ("II (",)), ("status", ("●", "–")))),
                "Sheet Requirements, column Status",
            ),
            SummaryCount(
                "Not sure yet",
                CountWhere("Requirements"),
                CountWhere("Requirements", (("status", ("?",)),)),
                "Sheet Requirements, column Status",
            ),
        ),
        (
            SummaryPoint("gap", "5.1", "QA", date(2026, 12, 11), "Evidence for (2)(d)"),
            SummaryPoint(
                "open", "3", "Product security", None, "Does the log opt-out also cover the bridge?"
            ),
        ),
        "White cells on the next sheets can be edited and read back into CRA Suite. Grey cells are locked.",
    )
    about = AboutSheet(
        "About",
        "About this workbook",
        "Guidance, not legal advice.",
        (
            ("Rule pack", "2026.3, law as of 1 Nov 2026"),
            ("Reading back", "Open the product and choose Read back. " * 4),
        ),
    )
    return with_fingerprint(
        Workbook(
            meta(
                code="RC",
                title="CRA workbook",
                number="DL2-RC",
                manufacturer="Example & Söhne B.V.",
                gaps=1,
                open_points=1,
            ),
            (summary, requirements, risks, evidence, about),
            (
                NamedList("Applies", ("Applies", "Does not apply", "Not decided")),
                NamedList(
                    "Status",
                    (
                        "● Met",
                        "► In progress",
                        "○ To do",
                        "? Not sure yet",
                        "▲ Evidence missing",
                        "– Not applicable",
                    ),
                ),
                NamedList("Likelihood", ("1 Rare", "2 Unlikely", "3 Possible", "4 Likely", "5 Certain")),
                NamedList("Impact", ("1 Slight", "2 Minor", "3 Moderate", "4 Major", "5 Severe")),
            ),
            (
                ("Low", "Low", "Low", "Low", "Medium"),
                ("Low", "Low", "Medium", "Medium", "High"),
                ("Low", "Medium", "Medium", "High", "Very high"),
                ("Low", "Medium", "High", "Very high", "Very high"),
                ("Medium", "High", "Very high", "Very high", "Very high"),
            ),
        )
    )
