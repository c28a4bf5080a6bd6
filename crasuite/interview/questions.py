"""A question as its page shows it: the words, the options and what each would change."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from crasuite.interview import words
from crasuite.interview.effects import effects_of
from crasuite.interview.interview import Interview
from crasuite.interview.views import OptionView, QuestionView, RowView
from crasuite.language import tr
from crasuite.rules import NOT_SURE
from crasuite.rules.model import Question


def question_view(interview: Interview, question: str) -> QuestionView:
    """What a page needs to ask this question."""
    asked = interview.pack.questions[question]
    fill = interview.fill
    earlier = interview.before(question)
    value = interview.value(question)
    return QuestionView(
        id=question,
        step=asked.step,
        step_title=words.STEP_TITLES[asked.step],
        position=interview.position(question),
        type=asked.type,
        text=fill(asked.text),
        why=fill(asked.why),
        kind=asked.kind,
        cites=interview.cites(asked.cites),
        options=_options(interview, asked),
        not_sure=OptionView(
            NOT_SURE,
            tr(words.NOT_SURE_WORDS),
            "",
            tr("Kept as an open point in your documents; you can go on"),
        ),
        counts=tuple(map(fill, asked.counts)),
        does_not_count=tuple(map(fill, asked.does_not_count)),
        decides=fill(asked.decides),
        who_can_tell=fill(asked.who_can_tell),
        value=value,
        note=interview.note(question),
        owner=interview.owner(question),
        due=interview.due(question),
        previous=interview.ref(earlier, whole=True) if earlier else None,
        rows=_rows(interview, asked, value),
        is_optional=asked.optional,
        is_used=value is None or question not in interview.assessment.unused,
        minimum=asked.minimum,
        maximum=asked.maximum,
        unit=asked.unit,
    )


def _options(interview: Interview, asked: Question) -> tuple[OptionView, ...]:
    fill = interview.fill
    if asked.type == "yes-no":
        given = {option.id: option for option in asked.options}
        listed = [
            (
                one,
                given[one].label if one in given else words.short_option_words(interview.pack, asked, one),
                given[one].hint if one in given else "",
            )
            for one in ("yes", "no")
        ]
    else:
        listed = [(option.id, option.label, option.hint) for option in asked.options]
    if asked.type not in ("yes-no", "choice"):
        return tuple(OptionView(value, fill(label), fill(hint)) for value, label, hint in listed)
    effects = effects_of(
        interview.assessment,
        lambda: interview.assessment_without(asked.id),
        asked.id,
        [value for value, _label, _hint in listed],
    )
    return tuple(
        OptionView(value, fill(label), fill(hint), effect)
        for (value, label, hint), effect in zip(listed, effects, strict=True)
    )


def _rows(interview: Interview, asked: Question, value: Any) -> tuple[RowView, ...]:
    if asked.type != "matrix":
        return ()
    given: Mapping[str, Any] = value if isinstance(value, dict) else {}
    return tuple(
        RowView(one.id, one.ref, one.title, interview.fill(one.meaning), given.get(one.id))
        for one in interview.pack.requirements.values()
    )
