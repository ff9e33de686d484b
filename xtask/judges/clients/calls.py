"""Calls every case by the client that openapi-python-client writes of the document: `calls.py ADDRESS`.

A line a case: its name, and the status, the body and the headers of the reply.
"""

import importlib
import io
import json
import pathlib
import sys

from independent import AuthenticatedClient, Client, models
from independent.types import UNSET, File

ADDRESS = sys.argv[1]
CASES = json.loads((pathlib.Path(__file__).parent / "cases.json").read_text(encoding="utf-8"))


def operation(tag, name):
    return importlib.import_module(f"independent.api.{tag}.{name}").sync_detailed


def file(data, name=None):
    return File(io.BytesIO(bytes.fromhex(data)), name, "application/octet-stream")


def query(values):
    """Parameters by the names that Python has for them; a color is an enum."""
    color = values.get("color")
    return {**values, "color": models.Color(color) if color else UNSET}


def secured(client, values):
    """A scheme of those that it knows, which are one header; what else there is, its user adds."""
    call = operation("errors", "secured")
    if "token" in values:
        client = AuthenticatedClient(ADDRESS, token=values["token"]).with_headers(client._headers)
    if "user" in values:
        import base64

        pair = f"{values['user']}:{values['password']}".encode()
        client = AuthenticatedClient(ADDRESS, token=base64.b64encode(pair).decode(), prefix="Basic")
        client = client.with_headers({"X-Key": values["key"], "X-Case": "a password and a key"})
    if "api_key" in values:
        client.set_httpx_client(client.get_httpx_client())
        client.get_httpx_client().params = {"api_key": values["api_key"]}
    return call(client=client)


def call(name, values, client):
    body = values.get("body")
    match name:
        case "paths":
            return operation("parameters", "paths")(values["text"], values["count"], values["list"], client=client)
        case "labels":
            point = models.Point.from_dict(values["point"])
            return operation("parameters", "labels")(values["label"], values["matrix"], point, client=client)
        case "queries":
            return operation("parameters", "queries")(client=client, **query(values))
        case "styles":
            deep = models.Point.from_dict(values["deep"])
            return operation("parameters", "styles")(client=client, **{**values, "deep": deep})
        case "headers":
            named = {"x_text": values["X-Text"], "x_count": values["X-Count"], "session": values["session"]}
            return operation("parameters", "headers")(client=client, **named)
        case "createThing":
            return operation("bodies", "create_thing")(client=client, body=models.Thing.from_dict(body))
        case "deleteThing":
            return operation("bodies", "delete_thing")(values["name"], client=client)
        case "shapes":
            kinds = {"circle": models.Circle, "square": models.Square}
            return operation("bodies", "shapes")(client=client, body=kinds[body["kind"]].from_dict(body))
        case "forms":
            return operation("bodies", "forms")(client=client, body=models.FormBody.from_dict(body))
        case "uploads":
            files = [file(one["hex"], one["name"]) for one in values["files"]]
            point = models.Point.from_dict(values["point"])
            upload = models.UploadBody(note=values["note"], point=point, files=files)
            return operation("bodies", "uploads")(client=client, body=upload)
        case "texts":
            return operation("bodies", "texts")(client=client, body=body)
        case "bytes":
            return operation("bodies", "bytes_")(client=client, body=file(body))
        case "several":
            kinds = {"JSON": models.Point, "form": models.FormBody}
            return operation("bodies", "several")(client=client, body=kinds[values["as"]].from_dict(body))
        case "errors":
            return operation("errors", "errors")(values["code"], client=client)
        case "secured":
            return secured(client, values)
    raise ValueError(name)


def value(reply):
    """What the reply was read as; its text, where the document's schema of it is nothing that the client reads."""
    parsed = reply.parsed
    if isinstance(parsed, File):
        return parsed.payload.read().hex()
    if hasattr(parsed, "to_dict"):
        return parsed.to_dict()
    if parsed is None and reply.content:
        return json.loads(reply.content)
    return parsed


for one in CASES:
    line = {"case": one["case"]}
    try:
        client = Client(ADDRESS).with_headers({"X-Case": one["case"]})
        reply = call(one["operation"], one["values"], client)
        line |= {"status": int(reply.status_code), "got": value(reply), "headers": dict(reply.headers)}
    except Exception as failure:  # Whatever it is, it is no reply.
        line |= {"failed": f"{type(failure).__name__}: {failure}"}
    print(json.dumps(line))
