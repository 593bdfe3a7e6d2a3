"""What a study needs of a device, told before anybody begins: by its device blocks, and by what phones get."""

from dataclasses import dataclass

from study_app.study.design import Design
from study_app.study.device_rules import Rules, Words
from study_app.study.words import Words as Interface

DEVICE = "device"  # the task kind


@dataclass(frozen=True)
class DeviceNeeds:
    """What cannot be helped by a larger window.  sentences: all that is needed, in words.  None: whatever it is.

    phones: are refused.  fine: a mouse, a trackpad or a pen is needed.  no_touch: there may be no touch screen.
    """

    sentences: tuple[str, ...]
    phones: bool
    width_px: int | None
    height_px: int | None
    fine: bool
    no_touch: bool


def device_needs(design: Design, words: Interface) -> DeviceNeeds | None:
    """The needs of all device blocks together; None where any device will do."""
    phones = design.study.flow.phones == "refused"
    blocks = [block.options for block in design.blocks if block.block.task == DEVICE]
    rules = [Rules.model_validate({key: options[key] for key in Rules.model_fields}) for options in blocks]
    told = [Words.model_validate(options["words"]) for options in blocks]
    sentences = [words.text("needs.no_phone")] if phones else []
    for rule, said in zip(rules, told, strict=True):
        sentences += _sentences(rule, said, words)
    if not sentences:
        return None
    return DeviceNeeds(
        sentences=tuple(dict.fromkeys(sentences)),
        phones=phones,
        width_px=max((rule.minimum_width_px or 0 for rule in rules), default=0) or None,
        height_px=max((rule.minimum_height_px or 0 for rule in rules), default=0) or None,
        fine=any(rule.pointer == "fine" for rule in rules),
        no_touch=any(rule.touch == "refused" for rule in rules),
    )


def _sentences(rule: Rules, said: Words, words: Interface) -> list[str]:
    found = []
    if rule.minimum_width_px is not None:
        found.append(words.text("needs.width", wanted=rule.minimum_width_px))
    if rule.minimum_height_px is not None:
        found.append(words.text("needs.height", wanted=rule.minimum_height_px))
    if rule.pointer == "fine":
        found.append(words.told(said.pointer))
    if rule.touch == "refused":
        found.append(words.told(said.touch))
    if rule.browsers:
        found.append(words.told(said.browser).replace("{wanted}", ", ".join(rule.browsers)))
    return found
