"""The English exclusion tests: why a clause with a due phrase is no promise of ours after all."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tonfall._promises.clauses import Clause
from tonfall._promises.wordlists import bag
from tonfall._text import Word

_MODALS = bag("will shall can may must should could would might won't can't cannot couldn't wouldn't shouldn't 'll")
_BE = bag("is are am be being been get gets getting isn't aren't was were")
_HAVE = bag("have has had haven't hasn't hadn't having")
_PAST = bag(
    "was were had did wasn't weren't hadn't didn't sent wrote got came went said told gave took made "
    "left paid bought received spoke met knew thought found kept held brought began felt rang saw caught"
)
_PARTICIPLES = bag("sent written got gone come done given taken made left paid bought spoken found kept held been put")
_SCHEDULED = bag("scheduled expected planned booked arranged estimated slated supposed set")
_NO_PAST = bag(
    "need feed speed indeed red bed unfortunately sped shed hundred based related attached dedicated advanced"
)
_SUBJECTS = bag("i we you he she they it someone somebody there this that who")
_BASES = bag(
    "please send return reply call contact check confirm provide make keep ensure complete fill sign "
    "submit pay bring use try restart wait tell give allow click visit email write choose pick download "
    "upload note remember review feel drop ring remind respond let get bear expect rest look thank leave "
    "collect schedule answer quote attach enter log print hold unplug connect follow see go ask order "
    "cancel register activate install reset have be"
)
_SOFTENERS = bag("please just kindly then and so simply also but or")
_HABIT = bag(
    "usually normally typically generally always every each mondays tuesdays wednesdays thursdays "
    "fridays saturdays sundays weekdays daily weekly monthly ordinarily regularly"
)
_STATIVE = bag(
    "expires expire valid renews ends closes opens closed payable takes accepted refundable eligible "
    "apply applies costs strike holiday vacation away abroad lasts runs terminates lapses"
)
_LOOSE_STATES = bag("open available off reachable away")
_NEGATION = bag("not no never unable cannot nothing neither none")
_EXEMPT = re.compile(
    r"\b(?:no later than|not later than|not only|no problem|no worries|no need|no (?:extra "
    r"|additional )?(?:cost|charge)"
    r"|no doubt|not to worry|don't worry|no more than|not more than|no trouble|no delays?)\b"
)
_AWAY = re.compile(r"out of (?:the )?office|in the office|on leave|^(?:i'll |we'll )?see you")
# Bodies whose acts nobody here promises.
_PUBLIC = re.compile(
    r"\b(?:parliament|congress|senate|government|court|ministry|central bank|federal reserve|bank of england|"
    r"regulator|council|union|unions|police|met office|stock exchange)\b"
)
_EVERY = re.compile(r"\b(?:every|each) (?:day|week|month|year|quarter|\w+day)\b")
_WISH = bag("hope hoping hopefully might could would maybe perhaps possibly wish i'd we'd potentially")
_TRYING = bag("try trying aim aiming endeavour")
_GAINS = bag("receive get have hear see find be expect rely count know gets getting enjoy notice hold")
_NO_GAIN = bag("time until right option days day weeks questions deadline chance")
_OPENERS = bag("that so and but which who if when once because as then while")
_KNOWING = bag("know check see find confirm tell ask clarify sure update determine whether")
_SAYING = bag("wrote said mentioned told asked stated informed promised reported quoted")


def has_verb(stretch: Sequence[Word]) -> bool:
    """Say whether a stretch of English words can stand as a clause of its own."""
    lows = [word.low for word in stretch]
    if not lows:
        return False
    start = next((low for low in lows if low not in _SOFTENERS or low == "please"), "")
    if start in _BASES and len(lows) > 1:
        return True
    return any(low in _MODALS | _BE | _HAVE | _PAST | _SUBJECTS or "'" in low for low in lows)


def _contracted(clause: Clause, ending: str) -> bool:
    return any(low.endswith(ending) for low in clause.lows)


def _has_will(clause: Clause) -> bool:
    return bool(set(clause.lows) & {"will", "shall", "going"}) or _contracted(clause, "'ll")


def _ours(clause: Clause) -> bool:
    return any(low in {"i", "we"} or low.startswith(("i'", "we'")) for low in clause.lows)


def is_question(clause: Clause) -> bool:
    """Questions end in a question mark; a statement before a tag ('..., is that all right?') is none."""
    if not clause.asks:
        return False
    return clause.is_last or not (_ours(clause) and clause.lead.startswith(("i", "we")))


def is_condition(clause: Clause) -> bool:
    """'if', 'unless', 'should you'; 'let you know if' asks whether, and is no condition."""
    lows = clause.lows
    leads = set(lows[:2])
    if leads & {"unless", "provided", "providing"} or " ".join(lows[:2]) in {
        "should you",
        "in case",
        "as long",
    }:
        return True
    return "if" in leads


def asks_whether(clause: Clause) -> bool:
    """Say whether an 'if' after this clause means 'whether'."""
    return bool(set(clause.lows) & _KNOWING)


def is_temporal(clause: Clause) -> bool:
    """'once', 'as soon as we', 'when': the moment hangs on an event."""
    said = " ".join(clause.lows[:4])
    return bool(set(clause.lows[:2]) & {"once", "when", "whenever"}) or (
        "as soon as" in " ".join(clause.lows) and "possible" not in clause.lows and "can" not in clause.lows
    ) or said.startswith(("after we", "after you", "after i"))  # fmt: skip


def is_request(clause: Clause) -> bool:
    """'Please ...', 'Send us ...', 'Let us know ...'."""
    if set(clause.lows) & {"need", "require", "needs"} and _ours(clause) and set(clause.lows) & {"your", "you"}:
        return True
    lows = [low for low in clause.lows if low not in _SOFTENERS - {"please"}]
    if not lows or any(low in {"i'll", "we'll"} for low in lows) or (_ours(clause) and "please" not in lows):
        return False
    said = " ".join(lows)
    if lows[1:2] == ["you"] or " back to you" in said:
        return False  # 'Ring you back at noon': the writer left the 'I' out
    if said.startswith(("please expect", "expect", "rest assured", "let me", "look out")):
        return False
    if said.startswith("let us ") and not said.startswith("let us know"):
        return False
    if said.startswith(
        ("give me", "give us", "allow me", "allow us", "bear with", "hang on", "hold on", "leave it with")
    ):
        return False
    opens = not any(due.span.start < clause.words[0].span.start for due in clause.dues) or "please" in lows
    return "please" in lows or (opens and lows[0] in _BASES)


def is_customers(clause: Clause) -> bool:
    """The customer acts: 'you can return it until ...', 'you need to ...'; receiving is no acting."""
    for place, low in enumerate(clause.lows):
        if low not in {"you", "you'll", "you're", "you've", "you'd"}:
            continue
        before, after = clause.lows[place - 1] if place else "", set(clause.lows[place + 1 : place + 2])
        if place and before not in _OPENERS and not after & _MODALS:
            continue
        if "have" in after and "until" in clause.said:
            return True
        return _acts(list(clause.lows[place:]))
    return False


def _acts(lows: list[str]) -> bool:
    near = set(lows[1:5])
    if lows[0] == "you've" or near & {"need", "must", "may", "want", "needed", "wanted"}:
        return True
    if near & {"can", "could"}:
        return not (near & {"expect", "rely", "count", "look"} or "again" in lows)
    if near & _GAINS:
        return bool(set(lows) & _NO_GAIN) and "have" in near and not near & {"will", "should", "be"}
    return lows[0] != "you're"


def is_past(clause: Clause) -> bool:
    """Past tenses; a perfect before a bound still to come ('by Friday we have fixed it') is none."""
    lows = clause.lows
    present = set(lows)
    if present & {"was", "were"} and "going" in present:
        return True
    if _has_will(clause) or present & (_MODALS | _SCHEDULED | {"being"}):
        return False
    if present & _PAST:
        return True
    perfect = bool(present & _HAVE) or any(low.endswith("'ve") for low in lows)
    shaped = any(_past_shape(word) or word.low in _PARTICIPLES for word in clause.words)
    if perfect and shaped:
        return not any(due.moment is not None and due.deadline for due in clause.dues) or "been" in present
    passive = bool(present & _BE) or _contracted(clause, "'re") or _contracted(clause, "'s") or "'m" in " ".join(lows)
    return shaped and not passive and any(_past_shape(word) for word in clause.words)


def _past_shape(word: Word) -> bool:
    return word.low.endswith("ed") and len(word.low) > 4 and word.low not in _NO_PAST and word.text[0].islower()


def is_negated(clause: Clause) -> bool:
    """'won't be able to', 'not before Friday'; 'no later than' binds all the same."""
    # The bound itself ('no later than') belongs to the due phrase, whose words the clause does not hold.
    said = _EXEMPT.sub(" ", " ".join(clause.lows))
    return any(low in _NEGATION or low.endswith("n't") for low in said.split())


def is_wish(clause: Clause) -> bool:
    """Hopes, hedges and what one would like."""
    tries = clause.has(_TRYING) and any(due.moment is not None for due in clause.dues)
    if tries or "may" in clause.lows[1:]:
        return True
    return clause.has(_WISH) or re.search(r"(?<!can )look(?:ing)? forward", " ".join(clause.lows)) is not None


def is_policy(clause: Clause) -> bool:
    """Opening times, habits, terms of contract, absences and other states of the world."""
    lows, said = set(clause.lows), " ".join(clause.lows)
    if not _ours(clause) and not lows & {"you", "your"} and _PUBLIC.search(said):
        return True
    if lows & _HABIT or _EVERY.search(clause.said) or _AWAY.search(said):
        return True
    if _has_will(clause):
        return bool(lows & {"expire", "renew", "closed", "lapse"}) and not _ours(clause)
    is_due = "due" in lows and "due to" not in said and "due back" not in said
    if lows & {"thanks", "thank", "regards", "wishes", "enjoy"} or said.startswith("have a ") or not lows:
        return True
    loose = bool(lows & _LOOSE_STATES and lows & {"is", "are", "am", "i'm", "we're"})
    stative = lows & _STATIVE - ({"takes"} if lows & {"us", "me"} else set())
    return bool(stative) or is_due or loose


def is_reported(clause: Clause) -> bool:
    """'You wrote that ...', 'you were told that ...': what was said before; 'whether ...' leaves it open."""
    lows = set(clause.lows)
    if clause.lead == "whether":
        return True
    return not _ours(clause) and bool(lows & _SAYING) and "you" in lows


def opens_content(clause: Clause) -> bool:
    """Say whether the clause is the content of the one before ('that ...')."""
    return clause.lead == "that"


def depends(clause: Clause) -> bool:
    """Say whether an infinitive shares the fate of the clause before ('..., to hear from you')."""
    return clause.lead == "to"


def continues(clause: Clause) -> bool:
    """Say whether a bare verb goes on with our own subject ('I will check and reply by Friday')."""
    return clause.cut.isspace() and "please" not in clause.lows


def explains(clause: Clause) -> bool:
    """Say whether the clause only gives a reason or an aim ('because ...', 'to ship by Friday')."""
    return clause.lead in {"because", "although", "while"} or (clause.lead == "to" and not clause.cut.isspace())


def speaks_for_us(clause: Clause) -> bool:
    """Say whether the clause is about what we do or the customer gets."""
    return _ours(clause) or _has_will(clause)
