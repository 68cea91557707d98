"""« Doublons possibles »: pairs of profiles to keep apart, or to make one of."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect
from django.urls import path

from directory import twins
from directory.admin.base import DirectoryScreen, Screens
from directory.models import Profile

PER_PAGE = 20


class DuplicatesView(DirectoryScreen):
    rights = ("change", "delete")
    page_title = "Doublons possibles"
    header_icon = "copy"
    template_name = "directory/admin/duplicates.html"

    def get_context_data(self, **kwargs) -> dict:
        pairs = Paginator(twins.found(), PER_PAGE).get_page(self.request.GET.get("p"))
        keys = {pk for pair in pairs for pk in (pair.first, pair.second)}
        profiles = Profile.objects.for_cards().with_review().in_bulk(keys)
        rows = [
            (pair.likeness, profiles[pair.first], profiles[pair.second])
            for pair in pairs
            if pair.first in profiles and pair.second in profiles
        ]
        return super().get_context_data(**kwargs) | {"page_obj": pairs, "rows": rows}

    def post(self, request):
        """`apart=1` keeps both; `kept` names the one that stays."""
        both = [get_object_or_404(Profile, pk=self.number(name)) for name in ("first", "second")]
        if request.POST.get("apart"):
            twins.keep_apart(*both)
            messages.success(request, f"{both[0]} et {both[1]} restent deux profils, c’est noté.")
        else:
            kept = next((one for one in both if str(one.pk) == request.POST.get("kept")), None)
            if kept is None:
                messages.error(request, "Choisissez le profil qui reste.")
                return self.answer(400)
            lost = both[0] if kept is both[1] else both[1]
            address = lost.get_absolute_url()
            try:
                twins.merge(lost, kept, request.user)
            except twins.MergeError as error:
                messages.error(request, str(error))
                return self.answer(400)
            messages.success(
                request, f"Les deux profils n’en font plus qu’un. {address} mène à {kept}."
            )
        return redirect("directory_duplicates:index")

    def number(self, name: str) -> int:
        value = self.request.POST.get(name, "")
        return int(value) if value.isascii() and value.isdigit() and len(value) < 18 else 0


class DuplicateScreens(Screens):
    name = "directory_duplicates"
    url_prefix = "annuaire/doublons"

    def get_urlpatterns(self) -> list:
        return [path("", self.construct_view(DuplicatesView), name="index")]
