// A server of every kind of parameter, body, answer and credential that Fastify has.
//
// `app.mjs document FILE` writes its document, as @fastify/swagger makes it; `app.mjs serve PORT` serves
// on loopback. Each operation notes what it saw, which travels in the header `x-saw` as JSON in
// percent-encoding, and answers with it where it can.

import { writeFileSync } from 'node:fs'
import Fastify from 'fastify'
import cookie from '@fastify/cookie'
import formbody from '@fastify/formbody'
import multipart from '@fastify/multipart'
import swagger from '@fastify/swagger'

const app = Fastify({
  ajv: {
    customOptions: { coerceTypes: 'array', discriminator: true, keywords: ['xml'] },
    plugins: [multipart.ajvFilePlugin]
  },
  routerOptions: { maxParamLength: 1000 }
})

await app.register(swagger, {
  openapi: {
    openapi: '3.1.0',
    info: { title: "Faircopy's judge", version: '1' },
    components: {
      securitySchemes: {
        basic: { type: 'http', scheme: 'basic' },
        bearer: { type: 'http', scheme: 'bearer' },
        header: { type: 'apiKey', in: 'header', name: 'x-key' },
        query: { type: 'apiKey', in: 'query', name: 'key' },
        cookie: { type: 'apiKey', in: 'cookie', name: 'key' }
      }
    }
  },
  refResolver: { buildLocalReference: (json, base, fragment, index) => json.$id ?? `def-${index}` }
})
await app.register(cookie)
await app.register(formbody)
await app.register(multipart, { attachFieldsToBody: true })

// What an operation saw

const saw = (request, values) => { request.saw = values }

app.decorateRequest('saw', null)
app.addHook('onSend', async (request, reply) => { reply.header('x-saw', told(request)) })

const told = request => encodeURIComponent(
  JSON.stringify({ request: `${request.method} ${request.raw.url}`, values: request.saw })
)

const nothing = { 204: { type: 'null', description: 'Done.' } }
const done = reply => reply.code(204).send()

// Parameters

app.get('/path/:text/:number/:count', {
  schema: {
    operationId: 'readPath',
    params: {
      type: 'object',
      properties: { text: { type: 'string' }, number: { type: 'number' }, count: { type: 'integer' } }
    },
    response: { 200: { type: 'string' } }
  }
}, async (request, reply) => {
  saw(request, request.params)
  return reply.type('application/json').serializer(JSON.stringify).send(request.params.text)
})

app.get('/query', {
  schema: {
    operationId: 'readQuery',
    querystring: {
      type: 'object',
      required: ['text'],
      properties: {
        text: { type: 'string' },
        limit: { type: 'integer', minimum: 1, maximum: 1000, default: 10 },
        ratio: { type: 'number' },
        flag: { type: 'boolean' },
        moment: { type: 'string', format: 'date-time' },
        day: { type: 'string', format: 'date' },
        colour: { type: 'string', enum: ['red', 'dark blue', ''] },
        texts: { type: 'array', items: { type: 'string' } },
        numbers: { type: 'array', items: { type: 'number' }, maxItems: 20 },
        'odd[name]': { type: 'string' }
      }
    },
    response: nothing
  }
}, async (request, reply) => {
  saw(request, request.query)
  return done(reply)
})

app.get('/headers', {
  schema: {
    operationId: 'readHeaders',
    headers: {
      type: 'object',
      properties: {
        'x-text': { type: 'string' },
        'x-count': { type: 'integer' },
        'x-ratio': { type: 'number' },
        'x-flag': { type: 'boolean' }
      }
    },
    response: nothing
  }
}, async (request, reply) => {
  const { 'x-text': text, 'x-count': count, 'x-ratio': ratio, 'x-flag': flag } = request.headers
  saw(request, { text, count, ratio, flag })
  return done(reply)
})

app.get('/cookies', {
  schema: {
    operationId: 'readCookies',
    cookies: {
      type: 'object',
      required: ['session'],
      properties: { session: { type: 'string' }, visits: { type: 'integer' } }
    },
    response: nothing
  }
}, async (request, reply) => {
  saw(request, request.cookies)
  return done(reply)
})

// JSON

app.addSchema({
  $id: 'Cat',
  type: 'object',
  required: ['kind'],
  properties: { kind: { const: 'cat', type: 'string' }, lives: { type: 'integer' } }
})
app.addSchema({
  $id: 'Dog',
  type: 'object',
  required: ['kind', 'barks'],
  properties: { kind: { const: 'dog', type: 'string' }, barks: { type: 'boolean' } }
})
app.addSchema({
  $id: 'Node',
  type: 'object',
  required: ['name'],
  properties: { name: { type: 'string' }, children: { type: 'array', items: { $ref: 'Node#' } } }
})
app.addSchema({
  $id: 'Everything',
  type: 'object',
  required: ['text', 'count', 'ratio', 'flag', 'maybe', 'moment'],
  properties: {
    text: { type: 'string' },
    count: { type: 'integer' },
    ratio: { type: 'number' },
    flag: { type: 'boolean' },
    maybe: { type: ['string', 'null'] },
    absent: { type: ['integer', 'null'] },
    bounded: { type: 'integer', exclusiveMinimum: -1, maximum: 8, multipleOf: 2 },
    moment: { type: 'string', format: 'date-time' },
    day: { type: 'string', format: 'date' },
    id: { type: 'string', format: 'uuid' },
    kind: { type: 'string', enum: ['small', 'big'] },
    tags: { type: 'array', items: { type: 'string' }, uniqueItems: true },
    byName: { type: 'object', additionalProperties: { type: 'number' } },
    byPattern: { type: 'object', patternProperties: { '^x-': { type: 'string' } }, additionalProperties: false },
    pet: { anyOf: [{ $ref: 'Cat#' }, { $ref: 'Dog#' }] },
    tree: { $ref: 'Node#' },
    either: { anyOf: [{ type: 'integer' }, { type: 'string' }, { type: 'array', items: { type: 'integer' } }] },
    'odd name/~': { type: 'string' }
  },
  additionalProperties: false
})

app.post('/json', {
  schema: {
    operationId: 'writeJson',
    body: { $ref: 'Everything#' },
    response: { 200: { $ref: 'Everything#' } }
  }
}, async request => {
  saw(request, { value: request.body })
  return request.body
})

app.patch('/json', {
  schema: {
    operationId: 'change',
    body: {
      $id: 'Change',
      type: 'object',
      minProperties: 0,
      properties: {
        name: { anyOf: [{ type: 'null' }, { type: 'string' }] },
        size: { anyOf: [{ type: 'null' }, { type: 'integer' }] },
        tags: { anyOf: [{ type: 'null' }, { type: 'array', items: { type: 'string' } }] }
      }
    },
    response: nothing
  }
}, async (request, reply) => {
  saw(request, { value: request.body })
  return done(reply)
})

app.post('/json/list', {
  schema: {
    operationId: 'writeList',
    body: { type: 'array', items: { oneOf: [{ $ref: 'Cat#' }, { $ref: 'Dog#' }] } },
    response: { 200: { type: 'array', items: { oneOf: [{ $ref: 'Cat#' }, { $ref: 'Dog#' }] } } }
  }
}, async request => {
  saw(request, { values: request.body })
  return request.body
})

app.post('/json/map', {
  schema: {
    operationId: 'writeMap',
    body: { type: 'object', additionalProperties: { type: 'integer' } },
    response: { 200: { type: 'object', additionalProperties: { type: 'integer' } } }
  }
}, async request => {
  saw(request, { values: request.body })
  return request.body
})

// Forms and files

app.post('/form', {
  schema: {
    operationId: 'writeForm',
    consumes: ['application/x-www-form-urlencoded'],
    body: {
      $id: 'Form',
      type: 'object',
      required: ['text', 'count'],
      properties: {
        text: { type: 'string' },
        count: { type: 'integer' },
        ratio: { type: 'number' },
        flag: { type: 'boolean' },
        tags: { type: 'array', items: { type: 'string' } }
      }
    },
    response: nothing
  }
}, async (request, reply) => {
  saw(request, request.body)
  return done(reply)
})

const file = async part => ({
  name: part.filename,
  type: part.mimetype,
  data: (await part.toBuffer()).toString('latin1')
})
const all = value => value === undefined ? [] : Array.isArray(value) ? value : [value]

app.post('/files', {
  schema: {
    operationId: 'writeFiles',
    consumes: ['multipart/form-data'],
    body: {
      $id: 'Files',
      type: 'object',
      required: ['uploads', 'text'],
      properties: {
        uploads: { type: 'array', items: { isFile: true, type: 'string', format: 'binary' } },
        one: { isFile: true, type: 'string', format: 'binary' },
        text: { type: 'string' },
        count: { type: 'integer' },
        tags: { type: 'array', items: { type: 'string' } },
        cat: { type: 'object', properties: { lives: { type: 'integer' } } }
      }
    },
    response: nothing
  },
  // Its parts are objects of the plugin, which the document's schema does not describe.
  validatorCompiler: () => () => true
}, async (request, reply) => {
  const { uploads, one, text, count, tags, cat } = request.body
  saw(request, {
    uploads: await Promise.all(all(uploads).map(file)),
    one: one && await file(one),
    text: text?.value,
    count: count?.value,
    tags: all(tags).map(part => part.value),
    cat: cat && { type: cat.mimetype, value: cat.value }
  })
  return done(reply)
})

app.addContentTypeParser('text/plain', { parseAs: 'string' }, async (request, body) => body)
app.addContentTypeParser('application/octet-stream', { parseAs: 'buffer' }, async (request, body) => body)

app.post('/text', {
  schema: {
    operationId: 'writeText',
    consumes: ['text/plain'],
    body: { type: 'string' },
    produces: ['text/plain'],
    response: { 200: { type: 'string' } }
  }
}, async (request, reply) => {
  saw(request, { value: request.body, type: request.headers['content-type'] })
  return reply.type('text/plain; charset=utf-8').send(request.body)
})

app.post('/bytes', {
  schema: {
    operationId: 'writeBytes',
    body: { content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } } },
    response: {
      200: {
        description: 'The same.',
        content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } }
      }
    }
  },
  validatorCompiler: () => () => true,
  serializerCompiler: () => body => body
}, async (request, reply) => {
  saw(request, { value: request.body?.toString('latin1') ?? null })
  return reply.type('application/octet-stream').send(request.body ?? '')
})

// Answers

app.get('/answers/:status', {
  schema: {
    operationId: 'answerWith',
    params: { type: 'object', properties: { status: { type: 'integer' } } },
    response: {
      200: {
        type: 'object',
        required: ['lives'],
        properties: { lives: { type: 'integer' } },
        headers: {
          'X-Count': { type: 'integer', description: 'How many.' },
          'X-Tags': { type: 'array', items: { type: 'string' } }
        }
      },
      404: { type: 'object', required: ['reason'], properties: { reason: { type: 'string' } } },
      '5xx': {
        type: 'object',
        required: ['message'],
        properties: { message: { type: 'string' }, statusCode: { type: 'integer' } }
      }
    }
  }
}, async (request, reply) => {
  const { status } = request.params
  saw(request, { status })
  if (status === 404) return reply.code(404).send({ reason: 'é' })
  if (status === 503) return reply.code(503).send({ message: 'down', statusCode: 503 })
  if (status !== 200) return reply.code(status).send({ other: true })
  return reply.header('x-count', 7).header('x-tags', 'a, b').send({ lives: 9, extra: true })
})

// Streams

app.get('/stream/events', {
  schema: {
    operationId: 'streamEvents',
    querystring: { type: 'object', properties: { count: { type: 'integer' } } },
    response: {
      200: {
        description: 'Events.',
        content: { 'text/event-stream': { schema: { $id: 'Item', type: 'object', properties: { name: { type: 'string' } } } } }
      }
    }
  }
}, (request, reply) => {
  saw(request, request.query)
  reply.hijack()
  reply.raw.writeHead(200, { 'content-type': 'text/event-stream', 'x-saw': told(request) })
  reply.raw.write(': a comment\r\n\r\n')
  for (let index = 0; index < request.query.count; index++) {
    reply.raw.write(`id: ${index}\r\ndata: {\r\ndata: "name": "é${index}"}\r\n\r\n`)
  }
  reply.raw.end()
})

app.get('/stream/lines', {
  schema: {
    operationId: 'streamLines',
    response: {
      200: {
        description: 'Lines.',
        content: { 'application/x-ndjson': { schema: { type: 'object', properties: { name: { type: 'string' } } } } }
      }
    }
  }
}, (request, reply) => {
  saw(request, {})
  reply.hijack()
  reply.raw.writeHead(200, { 'content-type': 'application/x-ndjson', 'x-saw': told(request) })
  reply.raw.write('{"name":"a"}\n{"na')
  setTimeout(() => reply.raw.end('me":"é\\n"}\n\n{"name":"c"}'), 20)
})

// Credentials

const secure = (name, read) => app.get(`/secure/${name}`, {
  schema: { operationId: `secure_${name}`, security: [{ [name]: [] }], response: nothing }
}, async (request, reply) => {
  saw(request, { key: read(request) ?? null })
  return done(reply)
})
const authorization = (request, scheme) => {
  const [found, rest] = (request.headers.authorization ?? '').split(' ')
  return found === scheme ? rest : null
}
secure('basic', request => Buffer.from(authorization(request, 'Basic') ?? '', 'base64').toString())
secure('bearer', request => authorization(request, 'Bearer'))
secure('header', request => request.headers['x-key'])
secure('query', request => request.query.key)
secure('cookie', request => request.cookies.key)

await app.ready()
if (process.argv[2] === 'document') {
  writeFileSync(process.argv[3], JSON.stringify(app.swagger(), null, 2))
  await app.close()
} else {
  await app.listen({ port: Number(process.argv[3]) })
}
