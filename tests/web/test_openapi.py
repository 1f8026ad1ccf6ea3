"""The OpenAPI document is a valid 3.1 document that tells the truth about every command and every problem."""

from collections.abc import Iterator
from typing import Any

import jsonschema  # type: ignore[import-untyped] # it ships no types
import pytest
import pytest_asyncio

from domain.catalogue import COMMANDS
from domain.ids import PLURALS
from tests.web.site import APPRAISAL, Site, dossier, line

pytestmark = pytest.mark.asyncio(loop_scope="session")

ID = "0198a6a2-0000-7000-8000-000000000000"
METHODS = {"get", "post"}


@pytest_asyncio.fixture(loop_scope="session", scope="session")
async def document(site: Site) -> dict[str, Any]:
    answer = await site.anyone.get("/openapi.json")
    told: dict[str, Any] = answer.json()
    return told


def schema_of(document: dict[str, Any], path: str) -> dict[str, Any]:
    content = document["paths"][path]["post"]["requestBody"]["content"]["application/json"]
    return {**content["schema"], "components": document["components"]}


def references(node: object) -> Iterator[str]:
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"]
        for inner in node.values():
            yield from references(inner)
    elif isinstance(node, list):
        for inner in node:
            yield from references(inner)


async def test_document_is_3_1_and_every_reference_resolves(document: dict[str, Any]) -> None:
    assert document["openapi"].startswith("3.1.")
    assert document["info"]["title"] == "Minh Bạch"
    for reference in set(references(document)):
        node: Any = document
        for step in reference.removeprefix("#/").split("/"):
            node = node[step]
    for schema in document["components"]["schemas"].values():
        jsonschema.Draft202012Validator.check_schema(schema)


async def test_every_command_of_the_catalogue_is_an_operation(document: dict[str, Any]) -> None:
    expected = {
        f"/api/v1/{PLURALS[kind]}/{{key}}/{name.replace('_', '-')}"
        for kind, commands in COMMANDS.items()
        for name in commands
    }
    posted = {
        path for path, operations in document["paths"].items() if "post" in operations and "{key}" in path
    }
    assert posted == expected
    names = [
        operation["operationId"]
        for operations in document["paths"].values()
        for operation in operations.values()
    ]
    assert len(names) == len(set(names))


async def test_every_operation_documents_its_problems(document: dict[str, Any]) -> None:
    problem = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    for path, operations in document["paths"].items():
        for operation in operations.values():
            told = operation["responses"]
            assert {"500", "default"} <= set(told), path
            for status, response in told.items():
                if status == "default" or int(status) >= 400:
                    assert response["content"] == problem, (path, status)
            if "{key}" in path and "post" in operations:
                wanted = {"200", "202", "400", "401", "403", "404", "409", "412", "413", "415", "422", "503"}
                assert wanted <= set(told), path


async def test_schema_accepts_what_the_edge_accepts_and_refuses_what_it_refuses(
    document: dict[str, Any],
) -> None:
    schema = schema_of(document, "/api/v1/dossiers/{key}/draft-dossier")
    command = dossier(line("cb-1", "Nguyễn Văn Một"))
    good = {"command_id": ID, "command": command}
    jsonschema.validate(good, schema)
    for bad in (
        {**good, "extra": 1},
        {**good, "command": {**command, "year": 1944}},
        {**good, "command": {**command, "title": "x" * 201}},
        {**good, "command": {**command, "lines": [{}]}},
    ):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(bad, schema)
    appraisal = schema_of(document, "/api/v1/nominations/{key}/record-appraisal")
    jsonschema.validate({"command_id": ID, "command": APPRAISAL}, appraisal)


async def test_problem_bodies_fit_their_schema(site: Site, document: dict[str, Any]) -> None:
    schema = {"$ref": "#/components/schemas/Problem", "components": document["components"]}
    for answer in (
        await site.anyone.get("/nope"),
        await site.officer.ask("dossiers/x/draft-dossier", {}),
        await site.head.ask("nominations/khong-co/withdraw-nomination", {"reason": "x"}),
    ):
        jsonschema.validate(answer.json(), schema)


async def test_answers_fit_their_schema(site: Site, document: dict[str, Any]) -> None:
    command = {"year": 2018, "people": 3}
    answer = await site.registrar.ask("units/vks-h/record-strength", command)
    told = document["paths"]["/api/v1/units/{key}/record-strength"]["post"]["responses"]["200"]["content"]
    schema = {**told["application/json"]["schema"], "components": document["components"]}
    jsonschema.validate(answer.json(), schema)
