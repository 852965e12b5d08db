"""What keeps a mistake, or a thief, from calling out at the line's cost: the limits, and the
engine's own half of them. `outward` is our program's half; without destinations nobody is called.

The dial plan is no wall against who holds the secret of our program's door: that door can ring the
carrier by itself. Against that only the carrier's own limits stand; docs/phone.md says so.
"""

import re
from dataclasses import dataclass

from django.conf import settings

CONTEXT = "outward"  # the way of the dial plan, and the endpoint it ends at
ABROAD, TOO_MANY, TOO_OFTEN, TOO_COSTLY = "abroad", "too_many", "too_often", "too_costly"
_NUMBER = re.compile(r"\+[1-9]\d{7,14}", re.ASCII)  # E.164: no emergency number, no short code


class NotAllowed(Exception):
    """This call is not made. Its text is one of the codes above, and never the number."""


@dataclass(frozen=True, slots=True)
class Limits:
    """`prefixes`: where may be called, as `+…` → cents of a started minute; the longest counts.

    `at_once` and `hour`: calls; `cost`: cents in an hour; `minutes`: of the longest call.
    """

    prefixes: tuple[tuple[str, int], ...] = ()
    at_once: int = 4
    hour: int = 30
    cost: int = 500
    minutes: int = 120

    def cents(self, number: str) -> int:
        """What a started minute to this number costs. Raises NotAllowed."""
        fitting = [each for each in self.prefixes if number.startswith(each[0])]
        if not _NUMBER.fullmatch(number) or not fitting:
            raise NotAllowed(ABROAD)
        return max(fitting, key=lambda each: len(each[0]))[1]


def of_this_line() -> Limits:
    """The limits as they are set."""
    return Limits(
        tuple((prefix, int(cents)) for prefix, cents in settings.PHONE_OUTWARD.items()),
        settings.PHONE_OUTWARD_AT_ONCE,
        settings.PHONE_OUTWARD_HOUR,
        settings.PHONE_OUTWARD_COST,
        settings.PHONE_OUTWARD_MINUTES,
    )


def dialplan(limits: Limits, shown: str) -> str:
    """extensions.conf: the same once more, in the engine. `shown`: the number the called see.

    Its hours are those of the clock, so two of them may meet: up to twice the limits within
    sixty minutes around a full hour, if our program's own judgement were passed by.
    """
    if not limits.prefixes:
        return f"\n[{CONTEXT}]\n"
    return f"\n[{CONTEXT}]\n{''.join(_way(*each) for each in limits.prefixes)}" + _gate(
        limits, shown
    )


def _way(prefix: str, cents: int) -> str:
    return (
        f"exten => _{prefix}X!,1,Set(CENTS={cents})\n same => n,Goto(go-{CONTEXT},${{EXTEN}},1)\n"
    )


def _gate(limits: Limits, shown: str) -> str:
    """Whatever `_way` let through, with its price; who comes here without one is turned away."""
    hour = "${STRFTIME(${EPOCH},UTC,%Y%m%d%H)}"
    left = f"$[{limits.cost} - 0${{GLOBAL(COST_${{HOUR}})}}]"
    return (
        f"\n[go-{CONTEXT}]\n"
        f"exten => _+X!,1,Set(HOUR={hour})\n"
        " same => n,Set(DIGITS=${FILTER(0-9,${EXTEN})})\n"
        ' same => n,GotoIf($["+${DIGITS}" != "${EXTEN}" | "${CENTS}" = ""]?no)\n'
        " same => n,GotoIf($[${LEN(${DIGITS})} < 8 | ${LEN(${DIGITS})} > 15]?no)\n"
        f" same => n,Set(GROUP()={CONTEXT})\n"
        f" same => n,GotoIf($[${{GROUP_COUNT({CONTEXT})}} > {limits.at_once}]?no)\n"
        f" same => n,GotoIf($[0${{GLOBAL(CALLS_${{HOUR}})}} >= {limits.hour}]?no)\n"
        f" same => n,Set(LEFT={left})\n"
        " same => n,GotoIf($[${LEFT} < ${CENTS}]?no)\n"
        " same => n,Set(GLOBAL(CALLS_${HOUR})=$[0${GLOBAL(CALLS_${HOUR})} + 1])\n"
        " same => n,Set(GLOBAL(COST_${HOUR})=$[0${GLOBAL(COST_${HOUR})} + ${CENTS}])\n"
        f" same => n,Set(CALLERID(all)={shown or 'anonymous'})\n"
        f"{'' if shown else ' same => n,Set(CALLERID(pres)=prohib)' + chr(10)}"
        f" same => n,Set(MOST={limits.minutes})\n"
        ' same => n,ExecIf($["${CENTS}" != "0"]?Set(AFFORD=${MATH(${LEFT}/${CENTS},int)}))\n'
        ' same => n,ExecIf($["${CENTS}" != "0" & ${AFFORD} < ${MOST}]?Set(MOST=${AFFORD}))\n'
        " same => n,Set(TIMEOUT(absolute)=$[${MOST} * 60])\n"
        " same => n,Dial(PJSIP/${EXTEN}@outward,60)\n"
        " same => n,Hangup()\n"
        " same => n(no),Hangup(21)\n"
        "exten => h,1,GotoIf($[0${ANSWEREDTIME} <= 60]?done)\n"
        " same => n,Set(MORE=$[${CENTS} * ${MATH((${ANSWEREDTIME}-1)/60,int)}])\n"
        " same => n,Set(GLOBAL(COST_${HOUR})=$[0${GLOBAL(COST_${HOUR})} + ${MORE}])\n"
        " same => n(done),NoOp()\n"
    )
