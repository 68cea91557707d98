"""Editors say where an address that is gone now leads."""

import pytest

from tests.factories import EditorFactory
from tests.stories import article

pytestmark = pytest.mark.django_db


def test_an_editor_makes_a_redirect_in_the_admin(client):
    story = article(slug="nouvelle-adresse")
    client.force_login(EditorFactory())
    form = {"old_path": "/ancien/", "site": "", "is_permanent": "on", "redirect_page": story.pk}
    assert client.post("/admin/redirects/add/", form | {"redirect_link": ""}).status_code == 302
    client.logout()
    response = client.get("/ancien/?utm=x")
    assert response.status_code == 301 and response["Location"].endswith("/nouvelle-adresse/")
