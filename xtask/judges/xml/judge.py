"""Values into XML and back by lxml and the `xml` keywords of a document's schemas, independently of Faircopy.

Reads {"document": …, "cases": [{"schema": pointer, "value": …, "xml": text}]} and prints, for each case, a line
{"read": what the text is, "written": the value as XML}, or {"unjudged": why}.
"""

import json
import sys

from lxml import etree

document = json.loads(sys.stdin.readline())
PARSER = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True)


class Unjudged(Exception):
    """The rules of the specification do not say how this is written."""


def pointed(pointer):
    value = document["document"]
    for token in pointer.split("/")[1:]:
        token = token.replace("~1", "/").replace("~0", "~")
        value = value[int(token)] if isinstance(value, list) else value[token]
    return value


def resolved(schema):
    """A schema without references, and the name of the component that it is."""
    name = None
    while "$ref" in schema:
        reference = schema["$ref"]
        name = reference.rsplit("/", 1)[-1]
        schema = pointed(reference.removeprefix("#"))
    if any(key in schema for key in ("allOf", "oneOf", "anyOf", "not", "prefixItems")):
        raise Unjudged("a combination of schemas")
    return schema, name


def kind(schema):
    stated = schema.get("type")
    if isinstance(stated, list):
        stated = next(one for one in stated if one != "null")
    return stated or ("object" if "properties" in schema else "string")


def tag(schema, name):
    """The name of an element or an attribute, as lxml has it, and the prefixes that it asks for."""
    xml = schema.get("xml", {})
    name = xml.get("name", name)
    space, prefix = xml.get("namespace"), xml.get("prefix")
    return (f"{{{space}}}{name}" if space else name), ({prefix: space} if space else None)


def text(value):
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value == int(value):
        return str(int(value))
    return value if isinstance(value, str) else str(value)


def value_of(string, schema):
    stated = kind(schema)
    string = string or ""
    if stated == "integer":
        return int(string)
    if stated == "number":
        return float(string)
    if stated == "boolean":
        return {"true": True, "1": True, "false": False, "0": False}[string]
    return string


def items_of(schema, name):
    """The schema of the items of an array, and what each is called."""
    items, component = resolved(schema.get("items", {}))
    return items, items.get("xml", {}).get("name") or name or component


def write(schema, name, value, parent=None):
    """An element, with what it holds."""
    schema, _ = resolved(schema)
    called, prefixes = tag(schema, name)
    if parent is None:
        element = etree.Element(called, nsmap=prefixes)
    else:
        element = etree.SubElement(parent, called, nsmap=prefixes)
    fill(element, schema, value)
    return element


def fill(element, schema, value):
    stated = kind(schema)
    if stated == "array":
        items, name = items_of(schema, None)
        if name is None:
            raise Unjudged("items without a name")
        for item in value:
            write(items, name, item, element)
    elif stated == "object":
        properties = schema.get("properties", {})
        for name, inner in value.items():
            if name not in properties:
                more = schema.get("additionalProperties")
                write(more if isinstance(more, dict) else {}, name, inner, element)
                continue
            known, _ = resolved(properties[name])
            xml = known.get("xml", {})
            if xml.get("attribute"):
                element.set(tag(known, name)[0], text(inner))
            elif kind(known) == "array" and not xml.get("wrapped"):
                items, called = items_of(known, name)
                for item in inner:
                    write(items, called, item, element)
            elif kind(known) == "array":
                wrapper = etree.SubElement(element, tag(known, name)[0])
                items, called = items_of(known, xml.get("name", name))
                for item in inner:
                    write(items, called, item, wrapper)
            else:
                write(known, name, inner, element)
    else:
        element.text = text(value)


def read(schema, element):
    stated = kind(schema)
    if stated == "array":
        items, name = items_of(schema, None)
        return [read(items, child) for child in element]
    if stated != "object":
        return value_of(element.text, schema)
    found = {}
    properties = schema.get("properties", {})
    known_tags = set()
    for name, inner in properties.items():
        known, _ = resolved(inner)
        xml = known.get("xml", {})
        called = tag(known, name)[0]
        if xml.get("attribute"):
            if called in element.attrib:
                found[name] = value_of(element.attrib[called], known)
        elif kind(known) == "array":
            # Items without a name have the wrapper's.
            items, item = items_of(known, xml.get("name", name) if xml.get("wrapped") else name)
            item = tag(items, item)[0]
            within = element if not xml.get("wrapped") else element.find(called)
            known_tags.update((item, called))
            if within is not None and (xml.get("wrapped") or within.find(item) is not None):
                found[name] = [read(items, child) for child in within.findall(item)]
        else:
            known_tags.add(called)
            child = element.find(called)
            if child is not None:
                found[name] = read(known, child)
    more = schema.get("additionalProperties")
    if isinstance(more, dict):
        more, _ = resolved(more)
        for child in element:
            if child.tag not in known_tags:
                found[child.tag] = read(more, child)
    return found


for case in document["cases"]:
    try:
        schema, name = resolved(pointed(case["schema"]))
        written = etree.tostring(write(schema, name or "root", case["value"]), encoding="unicode")
        element = etree.fromstring(case["xml"].encode(), PARSER)
        said = {"read": read(schema, element), "written": written}
        stated = schema.get("xml", {}).get("name") or name
        if stated and etree.QName(element).localname != stated:
            said = {"read": f"the root is {element.tag}", "written": written}
    except Unjudged as reason:
        said = {"unjudged": str(reason)}
    except (ValueError, KeyError, etree.XMLSyntaxError) as error:
        said = {"read": f"{type(error).__name__}: {error}", "written": ""}
    print(json.dumps(said))
