"""A portrait and its renditions, which come and go together."""

from pathlib import PurePath

from django.core.files.base import ContentFile, File
from django.db import models
from django.db.models.fields.files import ImageFieldFile

from directory import uploads

# At the end of the name of a picture that has renditions beside it.
MARK = "-r"
TYPES = {"avif": "image/avif", "webp": "image/webp"}


def rendition_name(name: str, side: int, kind: str) -> str:
    """« profils/Xy…-r.webp » → « profils/Xy…-r.320.avif »: as hard to guess as the picture’s."""
    return f"{name.removesuffix('.webp')}.{side}.{kind}"


def files_of(name: str) -> list[str]:
    """The picture’s own name, and those of all the renditions that it may have."""
    if not PurePath(name).stem.endswith(MARK):
        return [name]
    beside = [rendition_name(name, side, kind) for side in uploads.SIDES for kind in TYPES]
    return [name, *beside]


class PortraitFile(ImageFieldFile):
    def save(self, name: str, content: File, save: bool = True) -> None:
        """Keep the picture and draw its renditions; `content` has gone through `uploads`."""
        # Django measures a picture without a name as none, then again each time it is loaded.
        content.name = content.name or name
        super().save(name, content, save=False)
        content.seek(0)
        for (side, kind), drawn in uploads.renditions(content.read()).items():
            self.storage.save(rendition_name(self.name, side, kind), ContentFile(drawn))
        if save:
            self.instance.save()

    save.alters_data = True

    def delete(self, save: bool = True) -> None:
        for name in files_of(self.name)[1:]:
            self.storage.delete(name)
        super().delete(save=save)

    delete.alters_data = True

    def candidates(self, kind: str) -> str:
        """« /media/….160.avif 160w, … »: what a browser may choose from; empty without any."""
        side = self.instance.portrait_width or 0
        sides = uploads.sides_up_to(side) if len(files_of(self.name)) > 1 else []
        return ", ".join(
            f"{self.storage.url(rendition_name(self.name, side, kind))} {side}w" for side in sides
        )

    @property
    def avif(self) -> str:
        return self.candidates("avif")

    @property
    def webp(self) -> str:
        return self.candidates("webp")


class PortraitField(models.ImageField):
    attr_class = PortraitFile

    def generate_filename(self, instance: models.Model, filename: str) -> str:
        path = PurePath(super().generate_filename(instance, filename))
        return str(path.with_stem(f"{path.stem}{MARK}"))

    def deconstruct(self) -> tuple:
        """To the database it is any picture."""
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.ImageField", args, kwargs
