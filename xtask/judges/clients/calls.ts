// Calls every case by openapi-fetch, with the types that openapi-typescript writes of the document: `calls.ts ADDRESS`.
// A line a case: its name, and the status, the body and the headers of the reply.

import { readFileSync } from "node:fs";
import createClient from "openapi-fetch";
import type { paths } from "./schema.js";

type Case = { case: string; operation: string; values: any };

const cases: Case[] = JSON.parse(readFileSync(new URL("cases.json", import.meta.url), "utf8"));
const client = createClient<paths>({ baseUrl: process.argv[2] });

const bytes = (hex: string) => Uint8Array.from(Buffer.from(hex, "hex"));
const hex = (data: unknown) => Buffer.from(data as ArrayBuffer).toString("hex");

// What a form is for openapi-fetch is the user's to say, and so is how its arrays are written.
const FORM = { "Content-Type": "application/x-www-form-urlencoded" };
const form = (body: Record<string, unknown>) => {
  const pairs = Object.entries(body).flatMap(([name, value]) => [value].flat().map((one) => [name, String(one)]));
  return new URLSearchParams(pairs);
};

const upload = ({ note, point, files }: any) => {
  const data = new FormData();
  data.append("note", note);
  data.append("point", new Blob([JSON.stringify(point)], { type: "application/json" }));
  for (const file of files) {
    data.append("files", new Blob([bytes(file.hex)], { type: "application/octet-stream" }), file.name);
  }
  return data;
};

const call = async ({ case: name, operation, values }: Case) => {
  const headers = { "X-Case": name };
  const { body } = values;
  switch (operation) {
    case "paths":
      return client.GET("/paths/{text}/{count}/{list}", { params: { path: values }, headers });
    case "labels":
      // How arrays and objects of a path are written comes from the template, as that of OpenAPI is not enough for it.
      return client.GET("/labels/{.label}/{;matrix*}/{point*}" as "/labels/{label}/{matrix}/{point}", {
        params: { path: values },
        headers,
      });
    case "queries":
      return client.GET("/queries", { params: { query: values }, headers });
    case "styles": {
      const { deep, pipes, ...query } = values;
      const array = (explode: boolean, style: "form" | "pipeDelimited") => ({ array: { explode, style } });
      // A serializer is for all parameters of a call, which here have two styles of arrays.
      const serializers = await Promise.all([serialized({ commas: query.commas, deep }, array(false, "form")), serialized({ pipes }, array(false, "pipeDelimited"))]);
      return client.GET("/styles", { params: { query: values }, querySerializer: () => serializers.join("&"), headers });
    }
    case "headers": {
      const { session, ...header } = values;
      return client.GET("/headers", { params: { header }, headers: { ...headers, Cookie: `session=${session}` } });
    }
    case "createThing":
      return client.POST("/things", { body, headers });
    case "deleteThing":
      return client.DELETE("/things/{name}", { params: { path: values }, headers });
    case "shapes":
      return client.POST("/shapes", { body, headers });
    case "forms":
      return client.POST("/forms", { body, bodySerializer: form, headers: { ...headers, ...FORM } });
    case "uploads":
      return client.POST("/uploads", { body: values, bodySerializer: upload, headers });
    case "texts":
      return client.POST("/texts", {
        body,
        bodySerializer: (text) => text,
        parseAs: "text",
        headers: { ...headers, "Content-Type": "text/plain" },
      });
    case "bytes": {
      const reply = await client.PUT("/bytes", {
        body,
        bodySerializer: (text) => bytes(text),
        parseAs: "arrayBuffer",
        headers: { ...headers, "Content-Type": "application/octet-stream" },
      });
      return { ...reply, data: hex(reply.data) };
    }
    case "several":
      return values.as === "JSON"
        ? client.POST("/several", { body, headers })
        : client.POST("/several", {
            body,
            bodySerializer: form,
            parseAs: "text",
            headers: { ...headers, ...FORM, Accept: "text/csv" },
          });
    case "errors":
      return client.GET("/errors/{code}", { params: { path: values }, headers });
    case "secured": {
      const { token, user, password, key, api_key } = values;
      const basic = user && `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`;
      const query = api_key && (new URLSearchParams({ api_key }).toString() as string);
      return client.GET("/secured", {
        querySerializer: () => query ?? "",
        params: { query: {} as never },
        headers: {
          ...headers,
          ...(token && { Authorization: `Bearer ${token}` }),
          ...(basic && { Authorization: basic, "X-Key": key }),
        },
      });
    }
  }
  throw new Error(`no operation ${operation}`);
};

const serialized = async (query: object, options: object) => {
  const { createQuerySerializer } = await import("openapi-fetch");
  return createQuerySerializer(options as never)(query as never);
};

for (const one of cases) {
  let line: object = { case: one.case };
  try {
    const { response, data, error } = (await call(one)) as { response: Response; data?: unknown; error?: unknown };
    const got = response.ok ? data : error;
    line = { ...line, status: response.status, got: got ?? null, headers: Object.fromEntries(response.headers) };
  } catch (failure) {
    line = { ...line, failed: String(failure) };
  }
  console.log(JSON.stringify(line));
}
