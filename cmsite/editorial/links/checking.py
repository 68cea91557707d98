"""Check one link: ask, judge, and wait for the third failure before telling a passing one."""

from cmsite.editorial.links import judging
from cmsite.editorial.links.fetching import Refused, Rules, Unreachable, fetch
from cmsite.editorial.links.judging import Verdict

FAILURES_BEFORE_DEAD = 3


def check(address: str, failures: int, rules: Rules) -> tuple[Verdict, int]:
    """The verdict on an address, and how many times in a row it has failed by now."""
    try:
        verdict = judging.judge(address, fetch(address, rules))
    except Refused as error:
        verdict = Verdict(judging.DEAD, str(error))
    except Unreachable as error:
        verdict = judging.failed(str(error))
    if not verdict.passing:
        return verdict, 0
    failures += 1
    if failures < FAILURES_BEFORE_DEAD:
        return Verdict(judging.ALIVE, verdict.detail, passing=True), failures
    return verdict, failures
