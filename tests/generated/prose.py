"""What a report says of its figures in words: true to its tables, in the wordings of several offices."""

from random import Random

from tests.generated.sheet import Sheet

_RECEIVED = (
    "全年共收到政府信息公开申请{n}件。",
    "本年度受理政府信息公开申请{n}件，均已按时答复。",
    "我局共收到{n}件依申请公开。",
)
_NONE_RECEIVED = "全年未收到政府信息公开申请。"
_HANDLED = {
    "cppcc": (
        "全年共承办政协提案{n}件，其中主办{lead}件、协办{assist}件。",
        "办理市政协提案{n}件（主办{lead}件，会办{assist}件）。",
    ),
    "npc": (
        "全年共承办人大代表建议{n}件，其中主办{lead}件、协办{assist}件。",
        "办理市人大建议{n}件（主办{lead}件，会办{assist}件）。",
    ),
}
_REVIEW = "全年因政府信息公开被申请行政复议{n}件。"
_NO_REVIEW = "全年没有因政府信息公开引起的行政复议。"


def narrate(sheet: Sheet, dice: Random) -> Sheet:
    """Give a sheet its prose, which agrees with its tables, and note in `told` which figures it states."""
    said: list[str] = []
    received = sheet.cells["requests.received_new.total"]
    if received == "0":
        said.append(_NONE_RECEIVED)
    elif received.isdigit():
        said.append(dice.choice(_RECEIVED).format(n=received))
        sheet.told["requests.narrative_received"] = received
    for body, wordings in _HANDLED.items():
        lead, assist = dice.randint(1, 40), dice.randint(1, 40)
        said.append(dice.choice(wordings).format(n=lead + assist, lead=lead, assist=assist))
        parts = {"handled": lead + assist, "lead": lead, "assist": assist}
        sheet.told |= {f"{body}.{part}": str(number) for part, number in parts.items()}
    reviewed = sheet.cells["review.total"]
    if reviewed == "0":
        said.append(_NO_REVIEW)
    elif reviewed.isdigit():
        said.append(_REVIEW.format(n=reviewed))
        sheet.told["review.narrative"] = reviewed
    sheet.prose = said
    return sheet
