// A server of every kind of parameter, body, answer and credential that NestJS has.
//
// `app.js document FILE` writes its document, as @nestjs/swagger makes it; `app.js serve PORT` serves on
// loopback. Each operation notes what it saw, which travels in the header `x-saw` as JSON in
// percent-encoding, and answers with it where it can.

import 'reflect-metadata'
import { writeFileSync } from 'node:fs'
import { Module, ValidationPipe } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import type { NestExpressApplication } from '@nestjs/platform-express'
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger'
// @ts-expect-error: it has no types of its own.
import cookies from 'cookie-parser'
import type { NextFunction, Response } from 'express'

import { Answers } from './answers.js'
import { Bodies } from './bodies.js'
import { Forms } from './forms.js'
import { Parameters } from './parameters.js'
import type { Noted } from './saw.js'

type Head = [status: number]

@Module({ controllers: [Parameters, Bodies, Forms, Answers] })
class Judge {}

/** Adds what was noted, and the request's first line, to each answer. */
const tell = (request: Noted, response: Response, next: NextFunction): void => {
  const write = response.writeHead.bind(response)
  response.writeHead = ((...head: Head) => {
    const told = { request: `${request.method} ${request.originalUrl}`, values: request.saw ?? null }
    response.setHeader('x-saw', encodeURIComponent(JSON.stringify(told)))
    return write(...head)
  }) as typeof response.writeHead
  next()
}

const app = await NestFactory.create<NestExpressApplication>(Judge, { logger: ['error'] })
app.set('query parser', 'extended')
app.use(tell)
app.use(cookies())
app.useBodyParser('text', { type: ['text/plain'] })
app.useBodyParser('raw', { type: ['application/octet-stream'] })
app.useGlobalPipes(new ValidationPipe({ transform: true, forbidNonWhitelisted: false }))

const description = new DocumentBuilder()
  .setTitle("Faircopy's judge")
  .setVersion('1')
  .addBasicAuth({ type: 'http', scheme: 'basic' }, 'basic')
  .addBearerAuth({ type: 'http', scheme: 'bearer' }, 'bearer')
  .addApiKey({ type: 'apiKey', in: 'header', name: 'x-key' }, 'header')
  .addApiKey({ type: 'apiKey', in: 'query', name: 'k&y' }, 'query')
  .addCookieAuth('key', { type: 'apiKey', in: 'cookie', name: 'key' }, 'cookie')
  .build()

if (process.argv[2] === 'document') {
  const document = SwaggerModule.createDocument(app, description, {
    operationIdFactory: (_controller, method) => method
  })
  writeFileSync(process.argv[3], JSON.stringify(document, null, 2))
  await app.close()
} else {
  await app.listen(Number(process.argv[3]), '127.0.0.1')
}
