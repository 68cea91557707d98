"""What an owner posts, for the tests of the owner’s side."""

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from directory.models import Profile
from tests.factories import OccupationFactory, commune

URL = "/compte/profil/"
PREFERENCES = "/compte/profil/reglages/"
PDF = b"%PDF-1.7\ntrailer\n%%EOF\n"
ROWS = ("parcours", "diplomes", "campagnes", "clients", "langues", "reseaux", "liens")


def rows(anchor: str, *given: dict) -> dict:
    """The fields of a kind of rows, with their counts."""
    fields = {f"{anchor}-TOTAL_FORMS": str(len(given)), f"{anchor}-INITIAL_FORMS": "0"}
    for number, row in enumerate(given):
        fields |= {f"{anchor}-{number}-{name}": value for name, value in row.items()}
    return fields


def posted(action: str = "envoyer", steps: list[dict] | None = None, **changes) -> dict:
    """A complete form for Lyon; `None` leaves a field out.  `langues=[…]` and the like: rows."""
    commune("69123")
    data = {
        "action": action,
        "name": "Inès Cherfaoui",
        "headline": "Social media manager, industrie",
        "occupations": [OccupationFactory().pk],
        "status": "freelance",
        "commune": "Lyon (69)",
        "precision": "commune",
    }
    changes["parcours"] = steps or []
    for anchor in ROWS:
        data |= rows(anchor, *changes.pop(anchor, ()))
    data |= changes
    return {name: value for name, value in data.items() if value is not None}


def preferred(shunned: list[dict] | None = None, **changes) -> dict:
    """The preferences as they are for a new profile; `None` leaves a box unticked."""
    audiences = (
        "portrait employeur disponibilite parcours diplomes campagnes clients reseaux liens cv"
    )
    data = {
        "visibility": "public",
        "robots_welcome": "on",
        "availability": "ecoute",
        "accepts_messages": "on",
        **{f"audience_{part}": "public" for part in audiences.split()},
        **rows("tait", *(shunned or ())),
        **changes,
    }
    return {name: value for name, value in data.items() if value is not None}


def latest(owner) -> Profile:
    return Profile.objects.get(owner=owner).get_latest_revision_as_object()


def errors(response) -> dict:
    return dict(response.context["form"].errors)


def picture(kind: str = "JPEG", width: int = 900, height: int = 900, mode: str = "RGB") -> bytes:
    output = BytesIO()
    Image.new(mode, (width, height)).save(output, kind)
    return output.getvalue()


def jpeg(name: str = "moi.jpg", side: int = 900) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, picture(width=side, height=side), "image/jpeg")


def pdf(name: str = "cv.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "application/pdf")
