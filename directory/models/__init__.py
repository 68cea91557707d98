"""People of the directory, one subject a module."""

from directory.models.area_text import AreaText
from directory.models.contact import Block, Conversation, Message, one_line
from directory.models.life import DailyViews, FormerAddress, HiddenFrom
from directory.models.moderation import (
    Claim,
    ImportBatch,
    ImportRun,
    KeptApart,
    Synonym,
)
from directory.models.path import Campaign, Client, Experience, SpokenLanguage
from directory.models.profile import Profile, private_storage, unguessable_name
from directory.models.report import ContactBan, Report
from directory.models.taxonomy import Occupation, Sector, Skill

__all__ = [
    "AreaText",
    "Block",
    "Campaign",
    "Claim",
    "Client",
    "ContactBan",
    "Conversation",
    "DailyViews",
    "Experience",
    "FormerAddress",
    "HiddenFrom",
    "ImportBatch",
    "ImportRun",
    "KeptApart",
    "Message",
    "Occupation",
    "Profile",
    "Report",
    "Sector",
    "Skill",
    "SpokenLanguage",
    "Synonym",
    "one_line",
    "private_storage",
    "unguessable_name",
]
