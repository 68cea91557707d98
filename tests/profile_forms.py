"""What an owner posts, for the tests of the owner’s side."""

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from tests.factories import OccupationFactory, commune

URL = "/compte/profil/"
PDF = b"%PDF-1.7\ntrailer\n%%EOF\n"


def posted(action: str = "envoyer", steps: list[dict] | None = None, **changes) -> dict:
    """A complete form for Lyon; `None` leaves a field out."""
    commune("69123")
    steps = steps or []
    data = {
        "action": action,
        "name": "Inès Cherfaoui",
        "headline": "Social media manager, industrie",
        "occupations": [OccupationFactory().pk],
        "status": "freelance",
        "commune": "Lyon (69)",
        "precision": "commune",
        "availability": "ecoute",
        "accepts_messages": "on",
        "parcours-TOTAL_FORMS": str(len(steps)),
        "parcours-INITIAL_FORMS": "0",
        **{
            f"parcours-{i}-{key}": value
            for i, step in enumerate(steps)
            for key, value in step.items()
        },
        **changes,
    }
    return {name: value for name, value in data.items() if value is not None}


def jpeg(name: str = "moi.jpg", side: int = 900) -> SimpleUploadedFile:
    output = BytesIO()
    Image.new("RGB", (side, side), "teal").save(output, "JPEG")
    return SimpleUploadedFile(name, output.getvalue(), "image/jpeg")


def pdf(name: str = "cv.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "application/pdf")
