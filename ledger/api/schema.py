"""GET /api/v1/schema/: OpenAPI 3.1, made from the views."""

from __future__ import annotations

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.renderers import OpenApiJsonRenderer2, OpenApiYamlRenderer
from drf_spectacular.views import SpectacularAPIView

from ledger.api.permissions import Everybody


class Schema(SpectacularAPIView):
    """Hand out the description of the API."""

    renderer_classes = [OpenApiJsonRenderer2, OpenApiYamlRenderer]
    permission_classes = [Everybody]
    authentication_classes: list[type] = []


class BearerScheme(OpenApiAuthenticationExtension):
    """How the description names our tokens."""

    target_class = "ledger.api.auth.BearerTokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer", "description": "manage.py api_token USERNAME prints one."}
