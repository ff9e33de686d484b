"""A server of every kind of parameter, field, body and answer that Litestar has.

`app.py document FILE` writes its document, as Litestar makes it; `app.py serve PORT` serves on
loopback. Each operation notes what it saw, which travels in the header `x-saw` as JSON in
percent-encoding, and answers with it where it can.
"""

import base64
import json
import sys
import urllib.parse
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal
from enum import Enum
from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec
import uvicorn
from litestar import Litestar, MediaType, Request, Response, delete, get, head, patch, post, put
from litestar.datastructures import UploadFile
from litestar.enums import RequestEncodingType
from litestar.exceptions import NotAuthorizedException, NotFoundException
from litestar.openapi import OpenAPIConfig, ResponseSpec
from litestar.openapi.spec import Components, SecurityScheme
from litestar.params import Body, Parameter
from litestar.response import ServerSentEvent, ServerSentEventMessage

# What an operation saw


def saw(request: Request, **values: Any) -> dict[str, str]:
    told = {"request": f"{request.method} {request.url}", "values": plain(values)}
    return {"x-saw": urllib.parse.quote(json.dumps(told))}


def answer(request: Request, content: Any, code: int = 200, media_type: str | None = None, **values: Any) -> Response:
    return Response(content, status_code=code, headers=saw(request, **values), media_type=media_type)


def plain(value: Any) -> Any:
    if isinstance(value, msgspec.Struct):
        fields = {name: getattr(value, name) for name in value.__struct_fields__}
        tag = type(value).__struct_config__.tag
        return plain({**({"kind": tag} if tag else {}), **fields})
    if hasattr(value, "__dataclass_fields__"):
        return plain({name: getattr(value, name) for name in value.__dataclass_fields__})
    if isinstance(value, dict):
        return {str(plain(key)): plain(item) for key, item in value.items() if item is not msgspec.UNSET}
    if isinstance(value, (set, frozenset)):
        return sorted(plain(item) for item in value)
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, datetime):
        return value.astimezone(timezone.utc).isoformat()
    if isinstance(value, timedelta):
        return value.total_seconds()
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    return str(value)


async def file(upload: UploadFile) -> dict[str, str]:
    data = await upload.read()
    return {"name": upload.filename, "type": upload.content_type, "data": data.decode("latin-1")}


class Colour(Enum):
    RED = "red"
    BLUE = "dark blue"


# Parameters


@get("/path/{text:str}/{count:int}/{id:uuid}/{day:date}", operation_id="read_path", media_type=MediaType.TEXT)
async def read_path(request: Request, text: str, count: int, id: UUID, day: date) -> Response[str]:
    return answer(request, text, media_type=MediaType.TEXT, text=text, count=count, id=id, day=day)


@get("/query", operation_id="read_query")
async def read_query(
    request: Request,
    text: str,
    limit: int | None = None,
    ratio: float | None = None,
    flag: bool = False,
    price: Decimal | None = None,
    moment: datetime | None = None,
    day: date | None = None,
    clock: time | None = None,
    span: timedelta | None = None,
    id: UUID | None = None,
    colour: Colour | None = None,
    kind: Literal["a", "b c"] | None = None,
    numbers: list[int] | None = None,
    colours: list[Colour] | None = None,
    either: int | str | None = None,
    bounded: Annotated[int, Parameter(ge=0, lt=10)] = 3,
    short: Annotated[str | None, Parameter(query="sh ort", max_length=3, pattern="^[é&]*$")] = None,
) -> Response[None]:
    values = {name: value for name, value in locals().items() if name != "request"}
    return answer(request, None, **values)


@get("/others", operation_id="read_others")
async def read_others(
    request: Request,
    text: Annotated[str | None, Parameter(header="X-Text")] = None,
    count: Annotated[int | None, Parameter(header="X-Count")] = None,
    moment: Annotated[datetime | None, Parameter(header="X-Moment")] = None,
    session: Annotated[str | None, Parameter(cookie="session")] = None,
    visits: Annotated[int | None, Parameter(cookie="visits")] = None,
) -> Response[None]:
    return answer(request, None, text=text, count=count, moment=moment, session=session, visits=visits)


# JSON


class Leaf(msgspec.Struct):
    name: str


class Cat(msgspec.Struct, tag="cat", tag_field="kind"):
    lives: int


class Dog(msgspec.Struct, tag="dog", tag_field="kind"):
    barks: bool


@dataclass
class Tree:
    name: str
    children: list["Tree"] = field(default_factory=list)


class Everything(msgspec.Struct, rename="camel", omit_defaults=True):
    text: str
    count: int
    ratio: float
    flag: bool | None
    moment: datetime
    day: date
    id: UUID
    maybe: str | None | msgspec.UnsetType = msgspec.UNSET
    clock: time | None = None
    span: timedelta | None = None
    price: Decimal | None = None
    data: bytes | None = None
    colour: Colour | None = None
    level: Literal[1, 2] | None = None
    tags: set[str] | None = None
    pair: tuple[int, str] | None = None
    by_name: dict[str, float] | None = None
    by_number: dict[int, Leaf] | None = None
    either: int | str | None = None
    anything: Any = None
    leaf: Leaf | None = None
    pets: list[Cat | Dog] | None = None
    bounded: Annotated[int, msgspec.Meta(ge=0, lt=10, multiple_of=3)] = 3
    short: Annotated[str, msgspec.Meta(min_length=2, max_length=5, pattern="^é+$")] | None = None
    some: Annotated[list[int], msgspec.Meta(min_length=1, max_length=2)] | None = None


@post("/json", operation_id="write_json")
async def write_json(request: Request, data: Everything) -> Response[Everything]:
    return answer(request, data, code=201, value=data)


@put("/tree", operation_id="write_tree")
async def write_tree(request: Request, data: Tree) -> Response[Tree]:
    return answer(request, data, value=data)


@patch("/change", operation_id="change")
async def change(request: Request, data: dict[str, int | None]) -> Response[dict[str, int | None]]:
    return answer(request, data, value=data)


@post("/pet", operation_id="write_pet")
async def write_pet(request: Request, data: Cat | Dog) -> Response[list[Cat | Dog]]:
    return answer(request, [data, Dog(barks=True)], code=201, value=data)


@post("/list", operation_id="write_list")
async def write_list(request: Request, data: list[Leaf | None]) -> Response[list[Leaf | None]]:
    return answer(request, data, code=201, value=data)


# Forms and files


@dataclass
class Form:
    text: str
    count: int | None = None
    flag: bool | None = None
    tags: list[str] | None = None
    moment: datetime | None = None
    colour: Colour | None = None


@post("/form", operation_id="write_form")
async def write_form(
    request: Request, data: Annotated[Form, Body(media_type=RequestEncodingType.URL_ENCODED)]
) -> Response[None]:
    return answer(request, None, code=201, **plain(data))


@dataclass
class Files:
    upload: UploadFile
    text: str
    more: list[UploadFile] | None = None
    count: int | None = None
    tags: list[str] | None = None


@post("/files", operation_id="write_files")
async def write_files(
    request: Request, data: Annotated[Files, Body(media_type=RequestEncodingType.MULTI_PART)]
) -> Response[None]:
    more = [await file(one) for one in data.more or []]
    values = {"text": data.text, "count": data.count, "tags": data.tags, "more": more}
    return answer(request, None, code=201, upload=await file(data.upload), **values)


@post("/any-files", operation_id="write_any_files")
async def write_any_files(
    request: Request, data: Annotated[dict[str, UploadFile], Body(media_type=RequestEncodingType.MULTI_PART)]
) -> Response[None]:
    return answer(request, None, code=201, **{name: await file(one) for name, one in data.items()})


# Answers and credentials


@get("/missing", operation_id="answer_missing", raises=[NotFoundException])
async def answer_missing(request: Request) -> None:
    raise NotFoundException(detail="é", headers=saw(request), extra={"a": [1]})


@get(
    "/answers/{code:int}",
    operation_id="answer_with",
    responses={
        202: ResponseSpec(data_container=Tree, description="Later."),
        409: ResponseSpec(data_container=Cat, description="Not now.", generate_examples=False),
    },
)
async def answer_with(request: Request, code: int) -> Response[Leaf]:
    body = {202: Tree("é", [Tree("")]), 409: Cat(lives=9)}.get(code, Leaf("é"))
    return answer(request, body, code=code, status=code)


@get("/bytes", operation_id="read_bytes", media_type="application/octet-stream")
async def read_bytes(request: Request) -> Response[bytes]:
    return answer(request, bytes(range(256)), media_type="application/octet-stream", read=True)


@get(
    "/events",
    operation_id="read_events",
    responses={200: ResponseSpec(data_container=str, media_type="text/event-stream", generate_examples=False)},
)
async def read_events(request: Request) -> ServerSentEvent:
    async def events():
        yield ServerSentEventMessage(data="é\nb", event="first", id="1")
        yield ServerSentEventMessage(data='{"a": 1}', retry=1000)

    return ServerSentEvent(events(), headers=saw(request, read=True))


@delete("/nothing", operation_id="delete_nothing")
async def delete_nothing(request: Request) -> Response[None]:
    return answer(request, None, code=204, deleted=True)


@head("/head", operation_id="read_head")
async def read_head(request: Request) -> Response[None]:
    return answer(request, None, read=True)


@get("/secure", operation_id="secure", security=[{"token": []}])
async def secure(request: Request) -> Response[None]:
    kind, _, token = request.headers.get("authorization", "").partition(" ")
    if kind != "Bearer":
        raise NotAuthorizedException()
    return answer(request, None, token=token)


@get("/secure-key", operation_id="secure_key", security=[{"key": []}])
async def secure_key(request: Request) -> Response[None]:
    return answer(request, None, key=request.query_params.get("k&y"))


app = Litestar(
    [
        read_path,
        read_query,
        read_others,
        write_json,
        write_tree,
        change,
        write_pet,
        write_list,
        write_form,
        write_files,
        write_any_files,
        answer_missing,
        answer_with,
        read_bytes,
        read_events,
        delete_nothing,
        read_head,
        secure,
        secure_key,
    ],
    openapi_config=OpenAPIConfig(
        title="Faircopy's judge",
        version="1",
        components=Components(
            security_schemes={
                "token": SecurityScheme(type="http", scheme="bearer"),
                "key": SecurityScheme(type="apiKey", security_scheme_in="query", name="k&y"),
            }
        ),
    ),
)

if __name__ == "__main__":
    if sys.argv[1] == "document":
        with open(sys.argv[2], "w") as out:
            json.dump(app.openapi_schema.to_schema(), out, indent=2)
    else:
        uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[2]), log_level="warning")
