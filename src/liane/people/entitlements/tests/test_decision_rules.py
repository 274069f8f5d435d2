"""The rules of a decision of the MDPH, each by the example that its file gives: what is refused, with which words; what passes."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from liane.nomenclatures.entitlements import Rule, kinds, rules
from liane.people.entitlements.rules import RightDraft, faults

OPENS = date(2026, 1, 1)


def drafted(kind: str, answers: dict[str, str], **more: Any) -> RightDraft:
    dates = {"opens_on": OPENS, "expires_on": OPENS + timedelta(days=700)}
    return RightDraft(kind, answers=answers, **{**dates, **more})


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: f"{rule.of} {rule.name}")
def test_each_rule_refuses_its_example_and_accepts_the_other(rule: Rule) -> None:
    found = list(faults(drafted(rule.of, rule.refused)))
    assert (rule.name, rule.say) in found and {name for name, _ in found} == {rule.name}
    assert list(faults(drafted(rule.of, rule.accepted))) == []


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: f"{rule.of} {rule.name}")
def test_each_value_of_a_rule_is_one_of_the_national_lists_and_asks_the_same(rule: Rule) -> None:
    """A value misspelt in the file would never be met, and the rule would sleep."""
    known = {
        code: set(question.choices)
        for kind in kinds().values()
        for question in kind.questions
        for code in [question.code]
        if question.choices
    }
    known["right_type"] = {
        code for kind in kinds().values() for question in kind.questions if question.code == "right_type" for code in question.choices
    }  # fmt: skip
    known["category"] = {kind.category for kind in kinds().values() if kind.category}
    for name, values in [*rule.when.items(), *rule.among]:
        assert name == "motivation" or set(values) <= known[name], name
    for name, values in rule.when.items():
        for value in values:
            answers = {**rule.refused, "category": kinds()[rule.of].category, name: value}
            assert rule.fault(answers) == rule.name, (name, value)


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"opens_on": None}, "opens_on"),
        ({"expires_on": None}, "expires_on"),
        ({"answers": {"decision_type": "1", "right_type": "1.1"}}, "nature"),
        ({"answers": {"decision_type": "1", "nature": "1"}}, "right_type"),
    ],
)
def test_what_is_granted_says_what_it_is_and_from_when_to_when(change: dict[str, Any], name: str) -> None:
    whole = drafted("aah", {"decision_type": "1", "nature": "1", "right_type": "1.1"})
    assert list(faults(whole)) == []
    assert [found for found, _ in faults(replace(whole, **change))] == [name]
    assert list(faults(replace(whole, expires_on=None, is_endless=True))) == []


@pytest.mark.parametrize("decision", ["2", "3", "4"])
def test_what_is_not_granted_needs_neither_dates_nor_nature(decision: str) -> None:
    refusal = drafted("aah", {"decision_type": decision}, opens_on=None, expires_on=None)
    assert list(faults(refusal)) == []
