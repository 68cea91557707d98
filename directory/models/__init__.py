"""People of the directory, one subject a module."""

from directory.models.contact import Message, one_line
from directory.models.life import DailyViews, FormerAddress, HiddenFrom
from directory.models.path import Campaign, Client, Experience, SpokenLanguage
from directory.models.profile import Profile, private_storage, unguessable_name
from directory.models.taxonomy import Occupation, Sector, Skill

__all__ = [
    "Campaign",
    "Client",
    "DailyViews",
    "Experience",
    "FormerAddress",
    "HiddenFrom",
    "Message",
    "Occupation",
    "Profile",
    "Sector",
    "Skill",
    "SpokenLanguage",
    "one_line",
    "private_storage",
    "unguessable_name",
]
