from wagtail import hooks

from cmsite.dashboard import WaitingPanel


@hooks.register("construct_homepage_panels")
def say_what_waits(request, panels: list) -> None:
    panels.append(WaitingPanel())
