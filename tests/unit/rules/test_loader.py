"""The loader refuses what is not exactly right, and says everything at once with file and line."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from crasuite import paths
from crasuite.errors import PackError
from crasuite.rules import load_pack
from tests.unit.rules.packs import SHOP_QUESTIONS, SHOP_RULES, make_pack, write_pack

QUESTION = """
- id: sold
  step: product
  type: yes-no
  text: Is it sold?
  why: It matters.
  cites: [cra art-1]
"""
RULES = """
facts: [{id: scope, title: Scope, values: [in, out]}]
rules:
  - {id: r-in, decides: {scope: in}, when: {is: {sold: "yes"}}, because: Sold., cites: [cra art-1]}
  - {id: r-out, decides: {scope: out}, otherwise: "true", because: Not sold., cites: [cra art-1]}
"""


def problems(folder: Path, **parts: str) -> list[str]:
    parts = {"questions": QUESTION, "rules": RULES, "goals": "scope", **parts}
    with pytest.raises(PackError) as caught:
        load_pack(write_pack(folder, **parts))
    assert caught.value.code == "PACK-01"
    return caught.value.problems


def test_a_good_pack_loads_with_places(tmp_path: Path) -> None:
    pack = make_pack(tmp_path, questions=QUESTION, rules=RULES, goals="scope")
    assert list(pack.questions) == ["sold"]
    assert pack.places["question:sold"] == "questions/10-all.yaml:1"
    assert pack.places["rule:r-out"] == "rules/all.yaml:4"
    assert pack.label("cra art-2") == "Art. 2"
    assert pack.label("mdr art-1") == "MDR Art. 1"
    assert pack.gist("mdr art-1") == "Medical devices"


@pytest.mark.parametrize(("needed", "is_read"), [("0.1.0", True), ("0.0.9", True), ("99.0", False)])
def test_a_pack_for_a_newer_program_is_refused(tmp_path: Path, needed: str, *, is_read: bool) -> None:
    root = write_pack(tmp_path, questions=QUESTION, rules=RULES, goals="scope")
    manifest = root / "pack.yaml"
    said = manifest.read_text(encoding="utf-8")
    manifest.write_text(
        said.replace("minimum_program: 0.1.0", f"minimum_program: {needed}"), encoding="utf-8"
    )
    if is_read:
        assert load_pack(root).manifest.minimum_program == needed
    else:
        with pytest.raises(PackError, match="needs version 99.0 of the program or a newer one"):
            load_pack(root)


def test_a_kept_copy_is_the_pack_itself(tmp_path: Path) -> None:
    root = shutil.copytree(paths.resources_dir() / "rulepack", tmp_path / "pack")
    read = load_pack(root, use_cache=False)
    assert load_pack(root) == read  # keeps a copy
    assert load_pack(root) == read  # reads it


def test_the_fingerprint_changes_with_any_text(tmp_path: Path) -> None:
    first = make_pack(tmp_path / "a").sha256
    assert make_pack(tmp_path / "b").sha256 == first
    assert make_pack(tmp_path / "c", rules=SHOP_RULES.replace("Not sold.", "Unsold.")).sha256 != first


def test_values_stay_texts(tmp_path: Path) -> None:
    """YAML's own typing would turn NO into false, 1.10 into 1.1 and 2027-12-11 into a date."""
    questions = QUESTION.replace("Is it sold?", "NO").replace("It matters.", "1.10")
    pack = make_pack(tmp_path, questions=questions, rules=RULES.replace("Sold.", "2027-12-11"), goals="scope")
    assert pack.questions["sold"].text == "NO"
    assert pack.questions["sold"].why == "1.10"
    assert pack.rules["r-in"].because == "2027-12-11"


def test_norway_is_no_truth(tmp_path: Path) -> None:
    found = problems(tmp_path, questions=QUESTION + "  record: no\n")
    assert found[0].startswith("questions/10-all.yaml:1: entry 'sold': 'record': Expected `bool`")


def test_unknown_keys(tmp_path: Path) -> None:
    found = problems(tmp_path, questions=QUESTION + "  colour: red\n  smell: none\n")
    assert "questions/10-all.yaml:1: entry 'sold': there is no key 'colour' here" in found
    assert "questions/10-all.yaml:1: entry 'sold': there is no key 'smell' here" in found


def test_repeated_keys(tmp_path: Path) -> None:
    found = problems(tmp_path, questions=QUESTION + "  text: Once more?\n")
    assert "questions/10-all.yaml:7: the key 'text' stands here twice" in found


def test_missing_keys_and_wrong_types_of_one_entry_together(tmp_path: Path) -> None:
    found = problems(tmp_path, questions="- {id: sold, step: lunch, type: yes-no, cites: [cra art-1]}\n")
    texts = [problem for problem in found if "entry 'sold'" in problem]
    assert len(texts) == 3
    assert any("'text' is missing" in text for text in texts)
    assert any("'why' is missing" in text for text in texts)
    assert any("'step': Invalid enum value 'lunch'" in text for text in texts)


@pytest.mark.parametrize("day", ["2027-13-01", "2027-02-29", "tomorrow", "2027"])
def test_bad_dates(tmp_path: Path, day: str) -> None:
    found = problems(tmp_path, rules=RULES.replace("because: Sold.", f"from: {day}, because: Sold."))
    assert any(problem.startswith("rules/all.yaml:3: entry 'r-in': 'from': ") for problem in found)


def test_unreadable_yaml_gives_the_line(tmp_path: Path) -> None:
    found = problems(tmp_path, questions=QUESTION + "- [\n")
    assert any(
        problem.startswith("questions/10-all.yaml:") and "not readable" in problem for problem in found
    )


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    write_pack(tmp_path, questions=QUESTION, rules=RULES, goals="scope")
    (tmp_path / "terms.yaml").write_bytes(b"- caf\xe9\n")
    with pytest.raises(PackError) as caught:
        load_pack(tmp_path)
    assert any(problem.startswith("terms.yaml:1: not readable as YAML") for problem in caught.value.problems)


def test_too_deep(tmp_path: Path) -> None:
    found = problems(tmp_path, terms="- " + "[" * 60 + "]" * 60 + "\n")
    assert any("nested more than 40 levels deep" in problem for problem in found)


def test_absurd_nesting_does_not_end_the_process(tmp_path: Path, project_root: Path) -> None:
    """PyYAML's own composer crashes the interpreter on this file, so another process tries."""
    write_pack(tmp_path, terms="[" * 1_000_000)
    code = (
        "import sys; from pathlib import Path\n"
        "from crasuite.errors import PackError; from crasuite.rules import load_pack\n"
        "try: load_pack(Path(sys.argv[1]))\nexcept PackError as error: print('refused', error.problems[0])"
    )
    command = [sys.executable, "-c", code, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, cwd=project_root)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("refused terms.yaml:1: not readable as YAML (nested more than 40")


def test_anchors_and_aliases_are_refused(tmp_path: Path) -> None:
    found = problems(tmp_path, terms="- &a {id: x}\n- *a\n")
    assert any(problem.startswith("terms.yaml:1: ") and "anchors" in problem for problem in found)


def test_a_second_document_is_refused(tmp_path: Path) -> None:
    found = problems(tmp_path, terms="[]\n---\n[]\n")
    assert any(problem.startswith("terms.yaml:2: ") and "second document" in problem for problem in found)


def test_an_empty_file_is_an_empty_list(tmp_path: Path) -> None:
    assert make_pack(tmp_path, terms="# nothing yet\n").terms == {}


def test_a_huge_file_is_refused(tmp_path: Path) -> None:
    found = problems(tmp_path, terms="# " + "x" * 4_000_001)
    assert "terms.yaml: the file is larger than 4 MB" in found


def test_missing_files(tmp_path: Path) -> None:
    write_pack(tmp_path)
    (tmp_path / "state.yaml").unlink()
    with pytest.raises(PackError) as caught:
        load_pack(tmp_path)
    assert caught.value.problems == ["state.yaml: the file is missing"]


def test_a_folder_that_is_no_pack(tmp_path: Path) -> None:
    with pytest.raises(PackError, match="holds no pack.yaml"):
        load_pack(tmp_path)


def test_a_mapping_where_a_list_belongs(tmp_path: Path) -> None:
    assert "terms.yaml: the file must be a list of entries" in problems(tmp_path, terms="id: x\n")


def test_keys_that_are_no_words(tmp_path: Path) -> None:
    found = problems(tmp_path, terms="- {[a, b]: c}\n")
    assert "terms.yaml:1: a key must be a plain word" in found


def test_unknown_section_of_a_rules_file(tmp_path: Path) -> None:
    found = problems(tmp_path, rules=RULES + "laws: []\n")
    assert any(p.startswith("rules/all.yaml: 'laws' is not one of the lists facts, rules") for p in found)


@pytest.mark.parametrize(
    ("part", "old", "new", "words"),
    [
        ("questions", "[cra art-1]", "[]", "question 'sold' cites nothing"),
        ("questions", "[cra art-1]", "[cra art-99]", "cites 'cra art-99', which is not in provisions.yaml"),
        ("questions", "yes-no", "choice", "question 'sold' needs options"),
        (
            "questions",
            "why:",
            "options: [{id: maybe, label: Maybe}]\n  why:",
            "the options of yes-no are yes and no",
        ),
        ("questions", "yes-no", "text\n  options: [{id: a, label: A}]", "of type text takes no options"),
        ("rules", "scope: in}", "scope: inside}", "'scope' has no value 'inside'"),
        ("rules", "{scope: in}", "{reach: in}", "decides 'reach', which is no fact"),
        ("rules", "{scope: in}", "{scope: in, class: x}", "must decide exactly one fact"),
        ("rules", 'otherwise: "true"', "because2: x", "there is no key 'because2'"),
        ("rules", 'otherwise: "true", ', "", "needs either 'when' or 'otherwise'"),
        (
            "rules",
            "because: Sold.",
            "except: [r-gone], because: Sold.",
            "excepted by 'r-gone', which is no rule",
        ),
        ("rules", '{sold: "yes"}', "{sold: perhaps}", "'sold' has no value perhaps"),
        ("rules", '{sold: "yes"}', '{gone: "yes"}', "'is' refers to 'gone'"),
        ("goals", "scope", "scope, class", "goal 'class' is no fact"),
    ],
)
def test_what_does_not_fit_together(tmp_path: Path, part: str, old: str, new: str, words: str) -> None:
    text = {"questions": QUESTION, "rules": RULES, "goals": "scope"}[part]
    assert old in text
    assert any(words in problem for problem in problems(tmp_path, **{part: text.replace(old, new, 1)}))


def test_the_same_id_twice(tmp_path: Path) -> None:
    found = problems(tmp_path, questions=QUESTION + QUESTION.lstrip())
    assert "questions/10-all.yaml:7: question 'sold' exists already at questions/10-all.yaml:1" in found


def test_a_question_and_a_fact_of_one_name(tmp_path: Path) -> None:
    found = problems(tmp_path, questions=QUESTION + QUESTION.replace("id: sold", "id: scope"))
    assert any("'scope' is a question and a fact" in problem for problem in found)


def test_repeated_or_reserved_options(tmp_path: Path) -> None:
    options = "  options: [{id: a, label: A}, {id: a, label: B}, {id: not-sure, label: C}]\n"
    extra = QUESTION.replace("id: sold", "id: kind").replace("yes-no", "choice") + options
    found = problems(tmp_path, questions=QUESTION + extra.lstrip())
    assert sum("is repeated or reserved" in problem for problem in found) == 2


def test_a_bad_timeline_is_refused_before_anybody_computes_it(tmp_path: Path) -> None:
    entry = "timeline: [{id: t-end, title: End, date: {answer: sold}, cites: [cra art-1]}]\n"
    found = problems(tmp_path, rules=RULES + entry)
    assert "rules/all.yaml:5: timeline 't-end': 'sold' is no date question" in found


def test_a_state_of_play_with_an_unknown_value(tmp_path: Path) -> None:
    state = """
        - id: state.standards
          title: Standards
          values: [none, some]
          entries:
            - {from: 2026-01-01, value: many, text: T, source: S, read_on: 2026-01-02, confidence: low}
          cites: [cra art-1]
          user_fact: A standard
    """
    assert any(
        "'state.standards' has no value many" in problem for problem in problems(tmp_path, state=state)
    )


def test_all_problems_of_all_files_at_once(tmp_path: Path) -> None:
    found = problems(
        tmp_path,
        questions=SHOP_QUESTIONS.replace("step: class", "step: lunch"),
        rules=SHOP_RULES.replace("cra art-2", "cra art-3"),
        terms="- {id: x, term: y, meaning: z, smell: w}\n",
        goals="scope, class, colour",
    )
    files = {problem.partition(":")[0] for problem in found}
    assert {"questions/10-all.yaml", "rules/all.yaml", "terms.yaml", "pack.yaml"} <= files
    assert len(found) >= 5
    assert all(": " in problem for problem in found)


def test_the_error_shows_the_first_problems_and_says_how_many(tmp_path: Path) -> None:
    write_pack(tmp_path, questions=QUESTION * 9)
    with pytest.raises(PackError) as caught:
        load_pack(tmp_path)
    assert caught.value.what == f"The rule pack has {len(caught.value.problems)} problems."
    assert caught.value.why.endswith(" …")
