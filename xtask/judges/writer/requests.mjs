// Calls of operations into the requests that swagger-client makes of them.
//
// Standard input: `{ document, calls: [{ path, method, parameters, body, mediaType }] }`, where bytes are
// `{ bytes: text }`. Standard output: for each call `{ target, method, headers, body }`, the body in base16,
// or `{ error }`.

import SwaggerClient from 'swagger-client'

const read = async () => {
  const chunks = []
  for await (const chunk of process.stdin) chunks.push(chunk)
  return JSON.parse(Buffer.concat(chunks))
}

const isBytes = value => typeof value?.bytes === 'string' && Object.keys(value).length === 1

const bodyOf = ({ body, mediaType }) => {
  if (isBytes(body)) return body.bytes
  if (!mediaType?.startsWith('multipart/')) return body
  const part = (name, value) => isBytes(value) ? new File([value.bytes], name) : value
  return Object.fromEntries(Object.entries(body).map(([name, value]) => [
    name, Array.isArray(value) ? value.map(item => part(name, item)) : part(name, value)
  ]))
}

const written = async (spec, call) => {
  let sent
  const userFetch = async (url, request) => {
    sent = new Request(url, { method: request.method, headers: request.headers, body: request.body })
    return new Response('{}', { headers: { 'content-type': 'application/json' } })
  }
  await SwaggerClient.execute({
    spec,
    pathName: call.path,
    method: call.method.toLowerCase(),
    parameters: call.parameters,
    requestBody: call.mediaType === undefined ? undefined : bodyOf(call),
    requestContentType: call.mediaType,
    userFetch
  })
  const { pathname, search } = new URL(sent.url)
  return {
    target: pathname + search,
    method: sent.method,
    headers: [...sent.headers],
    body: Buffer.from(await sent.arrayBuffer()).toString('hex')
  }
}

const { document, calls } = await read()
const { spec } = await SwaggerClient.resolve({ spec: { ...document, servers: [{ url: 'http://localhost' }] } })
const out = []
for (const call of calls) {
  out.push(await written(spec, call).catch(error => ({ error: String(error) })))
}
process.stdout.write(JSON.stringify(out))
