"""What presenters say is said in the language of the reader, all of it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from crasuite.interview.change_preview import impact_of
from crasuite.interview.questions import question_view
from crasuite.interview.result import result_of
from crasuite.interview.standing import standing_of
from crasuite.interview.steps import steps_of
from crasuite.interview.workspace import Workspace
from crasuite.language import PSEUDO, speaking
from crasuite.rules import NOT_SURE

_PLAIN_VOWEL = re.compile(r"[aeiouAEIOU]")


def said_of(workspace: Workspace, product_id: int) -> Iterator[str]:
    """What the screens of an interview say that neither the pack nor the user wrote alone."""
    interview = workspace.interview(product_id)
    row = workspace.summary(product_id)
    yield from (row.class_words, row.deadline_words, row.route)
    for at in ("", *interview.pack.questions):
        panel = standing_of(interview, at)
        yield from (panel.headline, panel.text, panel.class_words)
        for line in (*panel.decided, *panel.now, *panel.to_come):
            yield line.note
    yield from (step.words for step in steps_of(interview))
    found = result_of(interview)
    yield from (found.headline, found.sentence, found.routes_words)
    for question, asked in interview.pack.questions.items():
        view = question_view(interview, question)
        yield view.not_sure.effect
        yield from (option.effect for option in view.options)
        if asked.type == "yes-no":
            yield from impact_of(interview, question, "no").other


def test_no_words_of_an_interview_stay_in_english(workspace: Workspace) -> None:
    with speaking(PSEUDO):
        product_id = workspace.new_product("Xyz").id
        said = set(said_of(workspace, product_id))
        for question, asked in workspace.pack.questions.items():
            if asked.type in ("yes-no", "choice"):
                value = "yes" if asked.type == "yes-no" else asked.options[0].id
                workspace.repository.set_answer(product_id, question, value)
                workspace.refresh(product_id)
                said |= set(said_of(workspace, product_id))
        workspace.repository.set_answer(product_id, next(iter(workspace.pack.questions)), NOT_SURE)
        workspace.refresh(product_id)
        said |= set(said_of(workspace, product_id))
    plain = {one for one in said if _PLAIN_VOWEL.search(one.replace("Xyz", ""))}
    assert len(said) > 20
    assert not plain
