"""One line for each request, where LOG_REQUESTS=1 asks for them: route, answer and time, and nothing of whom."""

import logging
import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

lines = logging.getLogger("lodebook.requests")


class RequestLines:
    """Stands before all other middleware, so that its time is the whole time."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not lines.isEnabledFor(logging.INFO):
            return self.get_response(request)
        started = time.perf_counter()
        response = self.get_response(request)
        took = round((time.perf_counter() - started) * 1000, 1)
        # the route, not the path: a path may hold codes, a query may hold names
        route = request.resolver_match.route if request.resolver_match else ""
        said = {"method": request.method, "route": route, "status": response.status_code, "ms": took}
        lines.info("%s /%s %s %s ms", *said.values(), extra=said)
        return response
