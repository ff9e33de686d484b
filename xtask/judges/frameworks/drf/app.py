"""A server of every kind of parameter, field, body and answer that Django REST framework has.

`app.py document FILE` writes its document, as drf-spectacular makes it; `app.py serve PORT` serves on
loopback. Each operation notes what it saw, which travels in the header `x-saw` as JSON in
percent-encoding, and answers with it where it can.
"""

import datetime
import decimal
import json
import sys
import urllib.parse
import uuid

import django
from django.conf import settings

settings.configure(
    ALLOWED_HOSTS=["*"],
    INSTALLED_APPS=["rest_framework", "drf_spectacular"],
    REST_FRAMEWORK={
        "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
        "DEFAULT_AUTHENTICATION_CLASSES": [],
        "UNAUTHENTICATED_USER": None,
    },
    SPECTACULAR_SETTINGS={
        "TITLE": "Faircopy's judge",
        "VERSION": "1",
        "OAS_VERSION": "3.1.0",
        "COMPONENT_SPLIT_REQUEST": True,
        "APPEND_COMPONENTS": {
            "securitySchemes": {
                "basicAuth": {"type": "http", "scheme": "basic"},
                "tokenAuth": {"type": "apiKey", "in": "header", "name": "Authorization"},
            }
        },
    },
    ROOT_URLCONF=__name__,
    SECRET_KEY="judge",
    USE_TZ=True,
)
django.setup()

from django.urls import path, register_converter
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, PolymorphicProxySerializer, extend_schema
from rest_framework import authentication, exceptions, parsers, serializers, status
from rest_framework.decorators import api_view, authentication_classes, parser_classes, permission_classes
from rest_framework.permissions import BasePermission
from rest_framework.response import Response

# What an operation saw


def answer(request, body=None, code=200, **values):
    """Answers, and tells what the operation saw."""
    told = {"request": f"{request.method} {request.get_full_path()}", "values": plain(values)}
    headers = {"x-saw": urllib.parse.quote(json.dumps(told))}
    return Response(body, status=code, headers=headers)


def plain(value):
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (set, frozenset)):
        return sorted(plain(item) for item in value)
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, datetime.datetime):
        return value.astimezone(datetime.timezone.utc).isoformat()
    if isinstance(value, datetime.timedelta):
        return value.total_seconds()
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if hasattr(value, "content_type"):
        return {"name": value.name, "type": value.content_type, "data": value.read().decode("latin-1")}
    return str(value)


def checked(serializer, data, **more):
    found = serializer(data=data, **more)
    found.is_valid(raise_exception=True)
    return found.validated_data


# Parameters


@extend_schema(
    operation_id="read_path",
    parameters=[OpenApiParameter("id", OpenApiTypes.UUID, OpenApiParameter.PATH)],
    responses=OpenApiTypes.STR,
)
@api_view(["GET"])
def read_path(request, text, count, id):
    return answer(request, text, text=text, count=count, id=id)


class QuerySerializer(serializers.Serializer):
    text = serializers.CharField(allow_blank=True, trim_whitespace=False)
    limit = serializers.IntegerField(min_value=-(2**63), max_value=2**63 - 1, required=False)
    ratio = serializers.FloatField(required=False)
    flag = serializers.BooleanField(required=False)
    price = serializers.DecimalField(max_digits=12, decimal_places=2, required=False)
    moment = serializers.DateTimeField(required=False)
    day = serializers.DateField(required=False)
    time = serializers.TimeField(required=False)
    span = serializers.DurationField(required=False)
    colour = serializers.ChoiceField(["red", "dark blue"], required=False)
    numbers = serializers.ListField(child=serializers.IntegerField(), required=False)
    colours = serializers.MultipleChoiceField(choices=["red", "dark blue"], required=False)


@extend_schema(operation_id="read_query", parameters=[QuerySerializer], responses={204: None})
@api_view(["GET"])
def read_query(request):
    return answer(request, code=204, **checked(QuerySerializer, request.query_params))


@extend_schema(
    operation_id="read_others",
    parameters=[
        OpenApiParameter("X-Text", str, OpenApiParameter.HEADER),
        OpenApiParameter("X-Count", int, OpenApiParameter.HEADER),
        OpenApiParameter("session", str, OpenApiParameter.COOKIE),
        OpenApiParameter("tags", {"type": "array", "items": {"type": "string"}}, explode=False),
        OpenApiParameter("piped", {"type": "array", "items": {"type": "string"}}, style="pipeDelimited", explode=False),
        OpenApiParameter("deep", {"type": "object", "additionalProperties": {"type": "string"}}, style="deepObject"),
    ],
    responses={204: None},
)
@api_view(["GET"])
def read_others(request):
    query = request.query_params
    deep = {name[5:-1]: value for name, value in query.items() if name.startswith("deep[")}
    return answer(
        request,
        code=204,
        text=request.headers.get("X-Text"),
        count=request.headers.get("X-Count"),
        session=request.COOKIES.get("session"),
        tags=query["tags"].split(",") if "tags" in query else None,
        piped=query["piped"].split("|") if "piped" in query else None,
        deep=deep or None,
    )


# JSON


class LeafSerializer(serializers.Serializer):
    name = serializers.CharField(allow_blank=True)


class EverythingSerializer(serializers.Serializer):
    text = serializers.CharField(trim_whitespace=False, allow_blank=True)
    short = serializers.CharField(max_length=5, min_length=2, required=False)
    slug = serializers.SlugField(required=False)
    word = serializers.RegexField("^[a-z]+$", required=False)
    mail = serializers.EmailField(required=False)
    site = serializers.URLField(required=False)
    address = serializers.IPAddressField(required=False)
    count = serializers.IntegerField()
    bounded = serializers.IntegerField(min_value=0, max_value=9, default=3)
    ratio = serializers.FloatField()
    price = serializers.DecimalField(max_digits=20, decimal_places=3, allow_null=True)
    rough = serializers.DecimalField(max_digits=20, decimal_places=3, coerce_to_string=False, required=False)
    flag = serializers.BooleanField(allow_null=True)
    moment = serializers.DateTimeField()
    day = serializers.DateField()
    time = serializers.TimeField(required=False)
    span = serializers.DurationField(required=False)
    id = serializers.UUIDField()
    colour = serializers.ChoiceField([("red", "Red"), ("dark blue", "Blue")], allow_blank=True, allow_null=True)
    number = serializers.ChoiceField([1, 2], required=False)
    colours = serializers.MultipleChoiceField(choices=["red", "dark blue"], required=False)
    tags = serializers.ListField(child=serializers.CharField(), max_length=3, required=False)
    by_name = serializers.DictField(child=serializers.FloatField(), required=False)
    data = serializers.JSONField(required=False)
    leaf = LeafSerializer(required=False, allow_null=True)
    leaves = LeafSerializer(many=True, required=False)
    read = serializers.CharField(read_only=True, default="read")
    secret = serializers.CharField(write_only=True, required=False, style={"input_type": "password"})


@extend_schema(operation_id="write_json", request=EverythingSerializer, responses=EverythingSerializer)
@api_view(["POST"])
@parser_classes([parsers.JSONParser])
def write_json(request):
    value = checked(EverythingSerializer, request.data)
    body = EverythingSerializer({**value, "read": "read"}).data
    return answer(request, body, value=value)


@extend_schema(operation_id="change", request=LeafSerializer(partial=True), responses={204: None})
@api_view(["PATCH"])
@parser_classes([parsers.JSONParser])
def change(request):
    return answer(request, code=204, value=checked(LeafSerializer, request.data, partial=True))


class CatSerializer(serializers.Serializer):
    kind = serializers.ChoiceField(["cat"])
    lives = serializers.IntegerField()


class DogSerializer(serializers.Serializer):
    kind = serializers.ChoiceField(["dog"])
    barks = serializers.BooleanField()


PETS = {"cat": CatSerializer, "dog": DogSerializer}
pet = PolymorphicProxySerializer("Pet", PETS, resource_type_field_name="kind")
pets = PolymorphicProxySerializer("Pet", PETS, resource_type_field_name="kind", many=True)


@extend_schema(operation_id="write_pet", request=pet, responses=pets)
@api_view(["POST"])
@parser_classes([parsers.JSONParser])
def write_pet(request):
    value = checked(PETS[request.data["kind"]], request.data)
    return answer(request, [value, {"kind": "dog", "barks": True}], value=value)


# Forms and files


class FormSerializer(serializers.Serializer):
    text = serializers.CharField(trim_whitespace=False, allow_blank=True)
    count = serializers.IntegerField(allow_null=True, required=False)
    flag = serializers.BooleanField(required=False)
    tags = serializers.ListField(child=serializers.CharField(trim_whitespace=False), required=False)
    moment = serializers.DateTimeField(required=False)


@extend_schema(operation_id="write_form", request=FormSerializer, responses={204: None})
@api_view(["POST"])
@parser_classes([parsers.FormParser])
def write_form(request):
    return answer(request, code=204, **checked(FormSerializer, request.data))


class FilesSerializer(FormSerializer):
    upload = serializers.FileField(use_url=False)
    more = serializers.ListField(child=serializers.FileField(use_url=False), required=False)


@extend_schema(operation_id="write_files", request=FilesSerializer, responses={204: None})
@api_view(["POST"])
@parser_classes([parsers.MultiPartParser])
def write_files(request):
    return answer(request, code=204, **checked(FilesSerializer, request.data))


# Answers and credentials


class ProblemSerializer(serializers.Serializer):
    detail = serializers.CharField()
    code = serializers.IntegerField(required=False, allow_null=True)


@extend_schema(operation_id="answer_with", responses={200: LeafSerializer, 404: ProblemSerializer, 202: None})
@api_view(["GET"])
def answer_with(request, code):
    if code == 404:
        return answer(request, {"detail": "é", "code": None, "more": 1}, code, status=code)
    if code == 202:
        return answer(request, None, code, status=code)
    return answer(request, {"name": "é"}, code, status=code)


class Basic(authentication.BasicAuthentication):
    def authenticate_credentials(self, userid, password, request=None):
        return ({"username": userid, "password": password}, None)


class Bearer(authentication.TokenAuthentication):
    keyword = "Token"

    def authenticate_credentials(self, key):
        return ({"key": key}, None)


class Anyone(BasePermission):
    def has_permission(self, request, view):
        return bool(request.user)


@extend_schema(operation_id="secure_basic", responses={204: None}, auth=[{"basicAuth": []}])
@api_view(["GET"])
@authentication_classes([Basic])
@permission_classes([Anyone])
def secure_basic(request):
    return answer(request, code=204, **request.user)


@extend_schema(operation_id="secure_token", responses={204: None}, auth=[{"tokenAuth": []}])
@api_view(["GET"])
@authentication_classes([Bearer])
@permission_classes([Anyone])
def secure_token(request):
    return answer(request, code=204, **request.user)


urlpatterns = [
    path("path/<str:text>/<int:count>/<uuid:id>", read_path),
    path("query", read_query),
    path("others", read_others),
    path("json", write_json),
    path("change", change),
    path("pet", write_pet),
    path("form", write_form),
    path("files", write_files),
    path("answers/<int:code>", answer_with),
    path("secure/basic", secure_basic),
    path("secure/token", secure_token),
]

if __name__ == "__main__":
    if sys.argv[1] == "document":
        with open(sys.argv[2], "w") as out:
            json.dump(SchemaGenerator().get_schema(request=None, public=True), out, indent=2, default=str)
    else:
        from django.core.management import call_command

        call_command("runserver", f"127.0.0.1:{sys.argv[2]}", "--noreload", "--skip-checks")
