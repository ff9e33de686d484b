"""A server of every kind of parameter, body, answer and credential that FastAPI has.

`app.py document FILE` writes its document, as FastAPI makes it; `app.py serve PORT` serves on loopback.
Each operation does as little as can be: it notes what it saw, and answers with it where it can. What it
saw travels in the header `x-saw`, as JSON in percent-encoding, so that it does not depend on how the
answer is read.
"""

import contextvars
import datetime
import decimal
import enum
import json
import sys
import typing
import urllib.parse
import uuid
from collections.abc import AsyncIterable

import fastapi
import pydantic
import uvicorn
from fastapi import Body, Cookie, Depends, FastAPI, File, Form, Header, HTTPException, Path, Query
from fastapi import Response, UploadFile, security
from fastapi.responses import PlainTextResponse, StreamingResponse
from fastapi.sse import EventSourceResponse, ServerSentEvent
from typing import Annotated, Literal

# What an operation saw


noted = contextvars.ContextVar("noted")


def saw(**values):
    """Notes what the operation saw, as plain data: an absent value of a model is absent."""
    noted.get().update({name: plain(value) for name, value in values.items()})


def plain(value):
    if isinstance(value, pydantic.BaseModel):
        return plain(value.model_dump(exclude_unset=True, by_alias=True))
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (set, frozenset)):
        return sorted(plain(item) for item in value)
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, datetime.datetime):
        return value.astimezone(datetime.timezone.utc).isoformat() if value.tzinfo else value.isoformat()
    if isinstance(value, datetime.timedelta):
        return value.total_seconds()
    if isinstance(value, bytes):
        return value.decode("latin-1")
    if isinstance(value, pydantic.SecretStr):
        return value.get_secret_value()
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    return str(value)


class Notes:
    """Adds what was noted, and the request's first line, to each answer."""

    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        notes = {}
        noted.set(notes)

        async def answer(message):
            if message["type"] == "http.response.start":
                path = scope["raw_path"].decode() + ("?" + scope["query_string"].decode()).rstrip("?")
                told = {"request": f"{scope['method']} {path}", "values": notes}
                text = urllib.parse.quote(json.dumps(told))
                message["headers"] = [*message["headers"], (b"x-saw", text.encode())]
            await send(message)

        await self.app(scope, receive, answer)


app = FastAPI(title="Faircopy's judge", version="1", generate_unique_id_function=lambda route: route.name)
app.add_middleware(Notes)

# Parameters


class Colour(str, enum.Enum):
    red = "red"
    dark_blue = "dark blue"
    empty = ""


@app.get("/path/{text}/{number}/{count}")
async def read_path(text: str, number: float, count: int) -> str:
    saw(text=text, number=number, count=count)
    return text


@app.get("/formats/{id}/{day}/{moment}/{colour}")
async def read_path_formats(id: uuid.UUID, day: datetime.date, moment: datetime.datetime, colour: Colour) -> Colour:
    saw(id=id, day=day, moment=moment, colour=colour)
    return colour


@app.get("/files/{path:path}")
async def read_path_rest(path: str) -> str:
    saw(path=path)
    return path


@app.get("/query")
async def read_query(
    text: str,
    limit: Annotated[int, Query(ge=-(2**63), le=2**63 - 1)] = 10,
    ratio: float | None = None,
    flag: bool | None = None,
    maybe: str | None = None,
    at: Annotated[str, Query(alias="@at", pattern="^[a-z]*$")] = "",
) -> str:
    saw(text=text, limit=limit, ratio=ratio, flag=flag, maybe=maybe, at=at)
    return text


@app.get("/query/lists")
async def read_query_lists(
    texts: Annotated[list[str] | None, Query()] = None,
    numbers: Annotated[list[float], Query()] = [],
    some: Annotated[set[int], Query(max_length=5)] = set(),
    colours: Annotated[list[Colour], Query(alias="colours[]")] = [],
    pair: Annotated[tuple[int, str] | None, Query()] = None,
) -> list[str]:
    saw(texts=texts, numbers=numbers, some=some, colours=colours, pair=pair)
    return texts or []


@app.get("/query/formats")
async def read_query_formats(
    moment: datetime.datetime | None = None,
    day: datetime.date | None = None,
    time: datetime.time | None = None,
    span: datetime.timedelta | None = None,
    price: decimal.Decimal | None = None,
    either: int | bool | str | None = None,
    kind: Literal["a", "b", 3] | None = None,
) -> None:
    saw(moment=moment, day=day, time=time, span=span, price=price, either=either, kind=kind)


class Filter(pydantic.BaseModel):
    model_config = {"extra": "forbid"}

    limit: int = pydantic.Field(100, gt=0, le=100)
    order_by: Literal["created_at", "updated_at"] = "created_at"
    tags: list[str] = []


@app.get("/query/model")
async def read_query_model(filter: Annotated[Filter, Query()]) -> Filter:
    saw(filter=filter)
    return filter


@app.get("/headers")
async def read_headers(
    user_agent: Annotated[str | None, Header()] = None,
    x_text: Annotated[str | None, Header()] = None,
    x_count: Annotated[int | None, Header()] = None,
    x_ratio: Annotated[float | None, Header()] = None,
    x_flag: Annotated[bool | None, Header()] = None,
    x_moment: Annotated[datetime.datetime | None, Header()] = None,
    strange_name: Annotated[str | None, Header(convert_underscores=False)] = None,
) -> None:
    agent = user_agent is not None
    saw(agent=agent, text=x_text, count=x_count, ratio=x_ratio, flag=x_flag, moment=x_moment, strange=strange_name)


@app.get("/headers/lists")
async def read_header_lists(x_tokens: Annotated[list[str] | None, Header()] = None) -> None:
    saw(tokens=x_tokens)


@app.get("/cookies")
async def read_cookies(
    session: Annotated[str, Cookie()],
    visits: Annotated[int | None, Cookie()] = None,
    theme: Annotated[Colour | None, Cookie()] = None,
) -> None:
    saw(session=session, visits=visits, theme=theme)


# JSON


class Kind(str, enum.Enum):
    small = "small"
    big = "big"


class Cat(pydantic.BaseModel):
    kind: Literal["cat"] = "cat"
    lives: int = 9


class Dog(pydantic.BaseModel):
    kind: Literal["dog"]
    barks: bool


Pet = Annotated[Cat | Dog, pydantic.Field(discriminator="kind")]


class Node(pydantic.BaseModel):
    name: str
    children: list["Node"] = []


class Everything(pydantic.BaseModel):
    """A field of each kind."""

    text: str
    count: int
    ratio: float
    flag: bool
    nothing: None = None
    maybe: str | None
    may_be_absent: str | None = None
    has_default: int = 7
    with_alias: Annotated[str, pydantic.Field(alias="with-alias")]
    bounded: Annotated[int, pydantic.Field(gt=-1, lt=10, multiple_of=2)] = 2
    kind: Kind = Kind.small
    constant: Literal["x"] = "x"
    several: Literal["x", 1, True, None] = None
    moment: datetime.datetime
    local: pydantic.NaiveDatetime | None = None
    day: datetime.date
    time: datetime.time | None = None
    span: datetime.timedelta | None = None
    price: decimal.Decimal | None = None
    id: uuid.UUID
    site: pydantic.HttpUrl | None = None
    address: pydantic.IPvAnyAddress | None = None
    raw: pydantic.Base64Bytes | None = None
    secret: pydantic.SecretStr | None = None
    tags: set[str] = set()
    pair: tuple[int, str] = (0, "")
    by_name: dict[str, float] = {}
    by_number: dict[int, list[str]] = {}
    pet: Pet | None = None
    pets: list[Pet] = []
    tree: Node | None = None
    either: int | str | list[int] | None = None
    anything: typing.Any = None


@app.post("/json")
async def write_json(value: Everything) -> Everything:
    saw(value=value)
    return value


class Closed(pydantic.BaseModel):
    model_config = {"extra": "forbid"}

    a: int


class Open(pydantic.BaseModel):
    model_config = {"extra": "allow"}
    __pydantic_extra__: dict[str, int]

    a: int


@app.post("/json/closed")
async def write_closed(value: Closed) -> Closed:
    saw(value=value)
    return value


@app.post("/json/open")
async def write_open(value: Open) -> Open:
    saw(value=value)
    return value


class Change(pydantic.BaseModel):
    name: str | None = None
    size: int | None = None
    tags: list[str] | None = None


@app.patch("/json/change")
async def change(value: Change) -> Change:
    saw(value=value)
    return value


@app.put("/json/several/{id}")
async def write_several(
    id: int,
    first: Cat,
    second: Annotated[Dog | None, Body()] = None,
    weight: Annotated[float, Body(ge=0)] = 1.0,
    q: str | None = None,
) -> None:
    saw(id=id, first=first, second=second, weight=weight, q=q)


@app.post("/json/embedded")
async def write_embedded(cat: Annotated[Cat, Body(embed=True)]) -> Cat:
    saw(cat=cat)
    return cat


@app.post("/json/list")
async def write_list(values: list[Pet]) -> list[Pet]:
    saw(values=values)
    return values


@app.post("/json/map")
async def write_map(values: dict[str, int | None]) -> dict[str, int | None]:
    saw(values=values)
    return values


@app.post("/json/number")
async def write_number(value: Annotated[float, Body()]) -> float:
    saw(value=value)
    return value


@app.post("/json/integer")
async def write_integer(value: Annotated[int, Body()]) -> int:
    saw(value=value)
    return value


@app.post("/json/text")
async def write_text(value: Annotated[str, Body()]) -> str:
    saw(value=value)
    return value


@app.post("/json/union")
async def write_union(value: Annotated[Cat | Dog | list[int] | str, Body()]) -> Cat | Dog | list[int] | str:
    saw(value=value)
    return value


@app.post("/json/optional")
async def write_optional(value: Closed | None = None) -> Closed | None:
    saw(value=value)
    return value


@app.post("/json/tree")
async def write_tree(value: Node) -> Node:
    saw(value=value)
    return value


@app.post("/json/anything")
async def write_anything(value: Annotated[typing.Any, Body()]) -> typing.Any:
    saw(value=value)
    return value


# Forms and files


@app.post("/form")
async def write_form(
    text: Annotated[str, Form()],
    count: Annotated[int, Form()],
    ratio: Annotated[float | None, Form()] = None,
    flag: Annotated[bool, Form()] = False,
    tags: Annotated[list[str], Form()] = [],
    moment: Annotated[datetime.datetime | None, Form()] = None,
) -> None:
    saw(text=text, count=count, ratio=ratio, flag=flag, tags=tags, moment=moment)


class FormData(pydantic.BaseModel):
    model_config = {"extra": "forbid"}

    username: str
    colours: list[Colour] = []


@app.post("/form/model")
async def write_form_model(data: Annotated[FormData, Form()]) -> None:
    saw(data=data)


async def file(upload):
    return upload and {
        "name": upload.filename,
        "type": upload.content_type,
        "data": (await upload.read()).decode("latin-1"),
    }


@app.post("/file")
async def write_file(upload: UploadFile) -> None:
    saw(upload=await file(upload))


@app.post("/file/bytes")
async def write_file_bytes(data: Annotated[bytes, File()]) -> None:
    saw(data=data)


@app.post("/file/optional")
async def write_file_optional(
    upload: UploadFile | None = None, data: Annotated[bytes | None, File()] = None
) -> None:
    saw(upload=await file(upload), data=data)


@app.post("/files")
async def write_files(
    uploads: list[UploadFile],
    text: Annotated[str, Form()],
    count: Annotated[int | None, Form()] = None,
    tags: Annotated[list[str], Form()] = [],
    numbers: Annotated[list[int] | None, Form()] = None,
    colour: Annotated[Colour | None, Form()] = None,
) -> None:
    files = [await file(upload) for upload in uploads]
    saw(uploads=files, text=text, count=count, tags=tags, numbers=numbers, colour=colour)


# Answers


class Problem(pydantic.BaseModel):
    reason: str
    code: int | None = None


class Gone(pydantic.BaseModel):
    since: datetime.date


@app.get("/status/{status}", responses={404: {"model": Problem}, 410: {"model": Gone}, "5XX": {"model": Problem}})
async def answer_with(status: int, response: Response) -> Cat:
    saw(status=status)
    if status == 404:
        return fastapi.responses.JSONResponse({"reason": "é", "code": None, "more": [1]}, status)
    if status == 410:
        return fastapi.responses.JSONResponse({"since": "2020-02-29"}, status)
    if status >= 500:
        return fastapi.responses.JSONResponse({"reason": "down"}, status)
    if status >= 400:
        raise HTTPException(status, "teapot")
    return Cat(lives=status)


@app.post("/answers/created", status_code=201)
async def answer_created(cat: Cat, response: Response) -> Cat:
    saw(cat=cat)
    response.headers["location"] = "/cats/1"
    return cat


@app.delete("/answers/nothing", status_code=204)
async def answer_nothing() -> None:
    saw()


@app.get("/answers/text", response_class=PlainTextResponse)
async def answer_text() -> str:
    saw()
    return "é\n ✓"


@app.get(
    "/answers/bytes",
    response_class=Response,
    responses={200: {"content": {"image/png": {"schema": {"type": "string", "format": "binary"}}}}},
)
async def answer_bytes() -> Response:
    saw()
    return Response(bytes(range(256)), media_type="image/png")


@app.get(
    "/answers/headers",
    responses={
        200: {
            "headers": {
                "X-Count": {"schema": {"type": "integer"}},
                "X-Tags": {"schema": {"type": "array", "items": {"type": "string"}}},
                "X-Moment": {"schema": {"type": "string", "format": "date-time"}},
            }
        }
    },
)
async def answer_headers(response: Response, broken: bool = False) -> None:
    saw(broken=broken)
    response.headers["x-count"] = "many" if broken else "7"
    response.headers["x-tags"] = "a, b"
    response.headers["x-moment"] = "2020-02-29T23:59:59.123456+05:30"


@app.get("/answers/pet/{kind}")
async def answer_pet(kind: str) -> Pet:
    saw(kind=kind)
    return Cat() if kind == "cat" else Dog(kind="dog", barks=True)


@app.get("/answers/big")
async def answer_big() -> dict[str, int]:
    saw()
    return {"most": 2**63 - 1, "least": -(2**63)}


@app.get("/answers/bigger")
async def answer_bigger() -> dict[str, int]:
    saw()
    return {"more": 2**63}


@app.get("/answers/extra", response_model=Cat)
async def answer_extra() -> Response:
    saw()
    return fastapi.responses.JSONResponse({"kind": "cat", "lives": 1, "more": {"than": ["declared"]}})


# Streams, whose headers are sent before the first item is asked for


async def counted(count: int = 3) -> int:
    saw(count=count)
    return count


Count = Annotated[int, Depends(counted)]


class Item(pydantic.BaseModel):
    name: str
    size: int | None = None


@app.get("/stream/lines")
async def stream_lines(count: Count) -> AsyncIterable[Item]:
    for index in range(count):
        yield Item(name=f"é\n{index}", size=index or None)


@app.get("/stream/events", response_class=EventSourceResponse)
async def stream_events(count: Count) -> AsyncIterable[Item]:
    for index in range(count):
        yield Item(name=f"é\n{index}", size=index or None)


@app.get("/stream/raw", response_class=EventSourceResponse)
async def stream_raw_events() -> AsyncIterable[ServerSentEvent]:
    yield ServerSentEvent(comment="a comment")
    yield ServerSentEvent(raw_data="two\nlines", event="odd", id="1", retry=10)
    yield ServerSentEvent(data={"a": 1})


# Credentials


@app.get("/secure/basic")
async def secure_basic(given: Annotated[security.HTTPBasicCredentials, Depends(security.HTTPBasic())]) -> None:
    saw(username=given.username, password=given.password)


@app.get("/secure/bearer")
async def secure_bearer(
    given: Annotated[security.HTTPAuthorizationCredentials, Depends(security.HTTPBearer())],
) -> None:
    saw(scheme=given.scheme, token=given.credentials)


@app.get("/secure/header")
async def secure_header(key: Annotated[str, Depends(security.APIKeyHeader(name="X-Key"))]) -> None:
    saw(key=key)


@app.get("/secure/query")
async def secure_query(key: Annotated[str, Depends(security.APIKeyQuery(name="key"))], other: str = "") -> None:
    saw(key=key, other=other)


@app.get("/secure/cookie")
async def secure_cookie(
    key: Annotated[str, Depends(security.APIKeyCookie(name="key"))],
    other: Annotated[str | None, Cookie()] = None,
) -> None:
    saw(key=key, other=other)


oauth2 = security.OAuth2PasswordBearer(tokenUrl="token", scopes={"me": "Read about oneself."})


@app.post("/token")
async def token(form: Annotated[security.OAuth2PasswordRequestForm, Depends()]) -> dict[str, str]:
    saw(username=form.username, password=form.password, scopes=form.scopes)
    return {"access_token": f"{form.username}:{form.password}", "token_type": "bearer"}


@app.get("/secure/oauth2")
async def secure_oauth2(given: Annotated[str, fastapi.Security(oauth2, scopes=["me"])]) -> None:
    saw(token=given)


if __name__ == "__main__":
    if sys.argv[1] == "document":
        with open(sys.argv[2], "w") as out:
            json.dump(app.openapi(), out, indent=2)
    else:
        uvicorn.run(app, port=int(sys.argv[2]), log_level="warning")
