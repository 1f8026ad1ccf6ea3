"""The OpenAPI 3.1 document: every command with its fields and bounds, every problem with its shape."""

from http import HTTPStatus
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from web.problems import MEDIA_TYPE
from web.scopes import scope_for
from web.troubles import CATALOGUE

REFERENCE = "#/components/schemas/{model}"
_OPEN = {"/api/v1/sign-in", "/api/v1/sign-out", "/healthz", "/readyz"}
_PARTS = {
    "key": {"pattern": "^[a-z0-9](?:[a-z0-9.-]{0,78}[a-z0-9])?$"},
    "command_id": {"format": "uuid"},
}
"""How the variable parts of an address look, by name."""
_BEARER = {
    "type": "http",
    "scheme": "bearer",
    "description": (
        "The token of a sign-in, which may do whatever the person may; or one made for a program, which begins with "
        "`mb_`, expires within 90 days, and reaches as far as its scopes: `read`, `act`, `sign`. An operation with an "
        "empty list of scopes needs the person's own sign-in."
    ),
}
_REF_PROBLEM = {"$ref": "#/components/schemas/Problem"}


class ProblemItem(BaseModel):
    """One field or one line at fault."""

    code: str
    detail: str
    detail_en: str
    field: str | None = None
    stream: str | None = None
    source: str | None = None


class ProblemBody(BaseModel):
    """An answer that is not what was asked for (RFC 9457)."""

    type: str
    """`urn:minhbach:refusal:` and the code."""
    title: str
    status: int
    detail: str
    """A Vietnamese sentence."""
    detail_en: str
    code: str
    """Stable: programs key on it."""
    source: str
    """The article or rule that says so."""
    items: list[ProblemItem] | None = None
    field: str | None = None
    """The JSON pointer of the field at fault; for a query parameter its name after a question mark."""
    incident: str | None = None


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The responses of a route that answers with problems of these statuses; any other is a problem too."""
    told: dict[int | str, dict[str, Any]] = {
        status: _response(HTTPStatus(status).phrase) for status in (*statuses, 500)
    }
    return told | {"default": _response("Any other problem")}


def body_of(model: str) -> dict[str, Any]:
    """The request body of a route that reads its own, by the name of its model."""
    schema = {"$ref": REFERENCE.format(model=model)}
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": schema}}}}


def _response(description: str) -> dict[str, Any]:
    return {"description": description, "content": {MEDIA_TYPE: {"schema": _REF_PROBLEM}}}


def describe(app: FastAPI, models: list[type[BaseModel]]) -> None:
    """Let the application answer /openapi.json with the document, built when first asked for."""

    def document() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _document(app, models)
        return app.openapi_schema

    app.openapi = document  # type: ignore[method-assign] # how FastAPI wants it replaced


def _document(app: FastAPI, models: list[type[BaseModel]]) -> dict[str, Any]:
    made = get_openapi(
        title=app.title,
        version=app.version,
        openapi_version=app.openapi_version,
        summary=app.summary,
        description=app.description,
        routes=app.routes,
    )
    components = made.setdefault("components", {})
    components["schemas"] = {
        **components.get("schemas", {}),
        **_schemas(models),
        "Problem": _problem_schema(),
    }
    components["securitySchemes"] = {"bearer": _BEARER}
    _tell_scopes(made)
    _tell_paths(made)
    _drop_default_errors(made)
    return made


def _tell_paths(made: dict[str, Any]) -> None:
    """How the parts of an address look: the domain refuses the others, so the routes do not say it."""
    for operations in made["paths"].values():
        for operation in operations.values():
            for parameter in operation.get("parameters", ()):
                if parameter["in"] == "path" and parameter["name"] in _PARTS:
                    parameter["schema"] |= _PARTS[parameter["name"]]


def _tell_scopes(made: dict[str, Any]) -> None:
    """What each operation needs: nothing, a person's own sign-in, or of a program's token a scope."""
    for path, operations in made["paths"].items():
        for method, operation in operations.items():
            if path in _OPEN:
                operation["security"] = []
                continue
            needed = scope_for(method.upper(), path)
            operation["security"] = [{"bearer": [needed] if needed else []}]


def _schemas(models: list[type[BaseModel]]) -> dict[str, Any]:
    inputs = [(model, "validation") for model in models]
    _keys, found = models_json_schema(inputs, ref_template=REFERENCE)  # type: ignore[arg-type]
    schemas: dict[str, Any] = found["$defs"]
    return schemas


def _problem_schema() -> dict[str, Any]:
    schema = ProblemBody.model_json_schema(ref_template=REFERENCE)
    item = schema.pop("$defs")["ProblemItem"]
    schema["properties"]["items"] = {"type": "array", "items": item}
    schema["properties"]["code"]["examples"] = sorted(CATALOGUE)
    return schema


def _drop_default_errors(made: dict[str, Any]) -> None:
    """FastAPI documents its own shape of 422, which nobody ever receives here."""
    for operations in made["paths"].values():
        for operation in operations.values():
            if "422" in operation["responses"]:
                operation["responses"]["422"] = _response(HTTPStatus(422).phrase)
    for name in ("HTTPValidationError", "ValidationError"):
        made["components"]["schemas"].pop(name, None)
