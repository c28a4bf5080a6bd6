"""Choosing a category: near-misses with their reasons, and the words to find categories by."""

from __future__ import annotations

from crasuite.interview.interview import Interview

REJECTED_QUESTION = "categories-rejected"


def rejected(interview: Interview) -> dict[str, str]:
    """Categories that were looked at and are not the core functionality, with the reason."""
    value = interview.value(REJECTED_QUESTION)
    return {str(key): str(reason) for key, reason in value.items()} if isinstance(value, dict) else {}


def reject(interview: Interview, category: str, reason: str | None) -> None:
    """Keep a near-miss with its reason; None forgets it."""
    if REJECTED_QUESTION not in interview.pack.questions:
        return
    kept = rejected(interview)
    if reason is None:
        kept.pop(category, None)
    else:
        kept[category] = reason
    order = list(interview.pack.categories)
    interview.answer(
        REJECTED_QUESTION, {key: kept[key] for key in sorted(kept, key=order.index)} if kept else None
    )


def own_words(interview: Interview) -> str:
    """What the user wrote about the product, for finding categories to read first."""
    said = [interview.product_name]
    for question in interview.pack.questions.values():
        value = interview.value(question.id)
        if question.step == "product" and question.type in ("text", "long-text") and isinstance(value, str):
            said.append(value)
    return ". ".join(said)
