"""The forms of the owner’s side, one subject a module."""

from directory.forms.preferences import HiddenFromRows, PreferencesForm
from directory.forms.profile import ProfileForm
from directory.forms.rows import ROWS
from directory.forms.whole import SECTIONS, WholeForm

__all__ = ["ROWS", "SECTIONS", "HiddenFromRows", "PreferencesForm", "ProfileForm", "WholeForm"]
