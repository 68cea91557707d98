"""Invented letters to the demonstration’s practitioner: one to read, one under way, one refused."""

from datetime import timedelta

from django.utils import timezone

from cmsite.accounts.models import User
from cmsite.demo import accounts
from directory.models import Conversation, Message, Profile

OWNER = "ines@carte.example"
HERS, THEIRS = Conversation.Side.OWNER, Conversation.Side.SENDER
STRANGERS = [
    ("bastien.roquelaure@carte.example", "Bastien", "Roquelaure"),
    ("odile.fauvarque@carte.example", "Odile", "Fauvarque"),
]
# Who writes, from where, the offer, whether Inès refused, then (days ago, side, words).
LETTERS = [
    {
        "sender": "recruteur@carte.example",
        "organisation": "Confluent",
        "pay": ("an", 38_000, 42_000),
        "said": [
            (
                9,
                THEIRS,
                "Bonjour Inès,\n\nNous cherchons quelqu’un pour animer la communauté de nos "
                "ateliers, en CDI, à Lyon. Votre travail avec des industriels nous a plu. "
                "Seriez-vous libre pour en parler la semaine prochaine\u202f?",
            ),
            (
                8,
                HERS,
                "Bonjour Claire,\n\nMerci de votre message. Le poste m’intéresse, à condition de "
                "garder deux jours à distance. Mardi à 14\u202fh vous conviendrait-il\u202f?",
            ),
            (7, THEIRS, "Mardi à 14\u202fh, c’est noté. Deux jours à distance sont possibles."),
        ],
    },
    {
        "sender": "bastien.roquelaure@carte.example",
        "organisation": "Le Lampadaire, festival",
        "pay": ("jour", 320, 320),
        "said": [
            (
                1,
                THEIRS,
                "Bonjour,\n\nNotre festival ouvre en juin et personne ne tient encore nos "
                "réseaux. Ce serait une mission de vingt jours, à votre rythme, entre mars et "
                "juin. Est-ce que cela pourrait vous tenter\u202f?",
            ),
        ],
    },
    {
        "sender": "odile.fauvarque@carte.example",
        "organisation": "",
        "refused": True,
        "said": [
            (
                30,
                THEIRS,
                "Bonjour, je lance une boutique en ligne et je cherche quelqu’un qui la ferait "
                "connaître, en échange de produits.",
            ),
            (
                29,
                HERS,
                "Bonjour,\n\nMerci d’avoir pensé à moi. Je ne peux pas donner suite à votre "
                "proposition. Je vous souhaite de trouver la bonne personne.\n\nBien à vous,\n"
                "Inès Cherfaoui",
            ),
        ],
    },
]


def load() -> None:
    """Create the conversations that are missing; nothing is mailed."""
    profile = Profile.objects.filter(owner__email=OWNER).first()
    if profile is None:
        return
    accounts.create(STRANGERS)
    for letter in LETTERS:
        sender = User.objects.get(email=letter["sender"])
        if not Conversation.objects.between(profile, sender).exists():
            write(profile, sender, letter)


def write(profile: Profile, sender: User, letter: dict) -> None:
    kind, low, high = letter.get("pay", ("", None, None))
    moments = [timezone.now() - timedelta(days=days) for days, _, _ in letter["said"]]
    refused = letter.get("refused", False)
    conversation = Conversation.objects.create(
        profile=profile,
        sender=sender,
        sender_name=sender.get_full_name(),
        organisation=letter["organisation"],
        pay_kind=kind,
        pay_low=low,
        pay_high=high,
        created_at=moments[0],
        last_at=moments[-1],
        state=Conversation.State.CLOSED if refused else Conversation.State.OPEN,
        closed_at=moments[-1] if refused else None,
        closed_by=HERS if refused else "",
    )
    last = len(moments) - 1
    Message.objects.bulk_create(
        Message(
            conversation=conversation,
            side=side,
            text=text,
            sent_at=moment,
            # The last word of somebody else is still to be read.
            read_at=None if number == last and side == THEIRS else moment,
        )
        for number, (moment, (_, side, text)) in enumerate(
            zip(moments, letter["said"], strict=True)
        )
    )
