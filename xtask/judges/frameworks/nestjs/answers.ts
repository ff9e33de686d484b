// Answers, streams and credentials.

import {
  ConflictException, Controller, Delete, Get, Head, Header, HttpCode, HttpException, type MessageEvent,
  NotFoundException, Param, ParseIntPipe, Query, Req, Sse, StreamableFile, UnauthorizedException
} from '@nestjs/common'
import {
  ApiBasicAuth, ApiBearerAuth, ApiConflictResponse, ApiCookieAuth, ApiDefaultResponse, ApiExtraModels,
  ApiNoContentResponse, ApiNotFoundResponse, ApiOkResponse, ApiProduces, ApiProperty, ApiPropertyOptional, ApiQuery, ApiSecurity,
  ApiUnauthorizedResponse, getSchemaPath
} from '@nestjs/swagger'
import { from, map, type Observable, range } from 'rxjs'

import { Cat, Dog, Fish, pet } from './bodies.js'
import { type Noted, saw } from './saw.js'

class Problem {
  @ApiProperty()
  reason: string

  @ApiPropertyOptional({ type: 'integer', nullable: true })
  code?: number | null
}

/** What NestJS itself answers of an exception. */
class Exception {
  @ApiProperty({ type: 'integer' })
  statusCode: number

  @ApiProperty()
  message: string

  @ApiPropertyOptional()
  error?: string
}

class Big {
  @ApiProperty({ type: 'integer', format: 'int64' })
  most: number

  @ApiProperty()
  huge: number

  @ApiProperty()
  tiny: number
}

class Item {
  @ApiProperty()
  name: string

  @ApiPropertyOptional({ type: 'integer', nullable: true })
  size?: number | null
}

const items = (count: number) => range(0, count).pipe(
  map(index => ({ name: `é\n${index}`, size: index > 0 ? index : null }))
)

@ApiExtraModels(Cat, Dog, Fish)
@Controller()
export class Answers {
  @Get('answers/:status')
  @ApiOkResponse({
    type: Cat,
    headers: {
      'X-Count': { schema: { type: 'integer' } },
      'X-Tags': { schema: { type: 'array', items: { type: 'string' } } }
    }
  })
  @ApiNotFoundResponse({ type: Problem })
  @ApiConflictResponse({ type: Exception })
  @ApiDefaultResponse({ type: Exception })
  @Header('x-count', '7')
  @Header('x-tags', 'a, b')
  answerWith(@Req() request: Noted, @Param('status', ParseIntPipe) status: number): Cat {
    saw(request, { status })
    if (status === 404) throw new NotFoundException({ reason: 'é', code: null, more: [1] })
    if (status === 409) throw new ConflictException('twice')
    if (status !== 200) throw new HttpException('teapot', status)
    return { kind: 'cat', lives: 9 }
  }

  @Get('pets/:kind')
  @ApiOkResponse({ schema: pet })
  answerPet(@Req() request: Noted, @Param('kind') kind: string): Cat | Dog {
    saw(request, { kind })
    return kind === 'cat' ? { kind, lives: 1 } : { kind, barks: true }
  }

  @Get('any')
  @ApiOkResponse({ schema: { anyOf: [{ $ref: getSchemaPath(Cat) }, { type: 'string' }] } })
  answerAny(@Req() request: Noted): Cat {
    saw(request, {})
    return { kind: 'cat', lives: 1 }
  }

  @Get('big')
  @ApiOkResponse({ type: Big })
  answerBig(@Req() request: Noted): Big {
    saw(request, {})
    return { most: Number.MAX_SAFE_INTEGER, huge: Number.MAX_VALUE, tiny: Number.MIN_VALUE }
  }

  @Get('text')
  @ApiProduces('text/plain')
  @ApiOkResponse({ type: String })
  @Header('content-type', 'text/plain; charset=utf-8')
  answerText(@Req() request: Noted): string {
    saw(request, {})
    return 'é\n ✓'
  }

  @Get('picture')
  @ApiProduces('image/png')
  @ApiOkResponse({ schema: { type: 'string', format: 'binary' } })
  @Header('content-type', 'image/png')
  answerPicture(@Req() request: Noted): StreamableFile {
    saw(request, {})
    return new StreamableFile(Buffer.from(Array.from({ length: 256 }, (_, byte) => byte)), { type: 'image/png' })
  }

  @Delete('nothing')
  @HttpCode(204)
  deleteNothing(@Req() request: Noted): void {
    saw(request, { deleted: true })
  }

  @Head('head')
  readHead(@Req() request: Noted): void {
    saw(request, { read: true })
  }

  // Streams

  @Sse('events')
  @ApiProduces('text/event-stream')
  @ApiQuery({ name: 'count', type: 'integer' })
  @ApiOkResponse({ type: Item })
  streamEvents(@Req() request: Noted, @Query('count', ParseIntPipe) count: number): Observable<MessageEvent> {
    saw(request, { count })
    return items(count).pipe(map((data, index) => ({ data, id: `${index}`, type: 'item' })))
  }

  @Sse('texts')
  @ApiProduces('text/event-stream')
  @ApiOkResponse({ type: String })
  streamTexts(@Req() request: Noted): Observable<MessageEvent> {
    saw(request, {})
    return from(['a', 'é\nb']).pipe(map(data => ({ data })))
  }

  @Get('lines')
  @ApiProduces('application/x-ndjson')
  @ApiOkResponse({ type: Item })
  @Header('content-type', 'application/x-ndjson')
  streamLines(@Req() request: Noted): StreamableFile {
    saw(request, {})
    const text = ['{"name":"a"}\n{"na', 'me":"é\\n"}\n\n{"name":"c","size":null}']
    return new StreamableFile(Buffer.from(text.join('')), { type: 'application/x-ndjson' })
  }

  // Credentials

  @Get('secure/basic')
  @HttpCode(204)
  @ApiBasicAuth('basic')
  secureBasic(@Req() request: Noted): void {
    const [, key] = request.headers.authorization?.split(' ') ?? []
    saw(request, { key: key && Buffer.from(key, 'base64').toString() })
  }

  @Get('secure/bearer')
  @HttpCode(204)
  @ApiBearerAuth('bearer')
  @ApiNoContentResponse()
  @ApiUnauthorizedResponse({ type: Exception })
  secureBearer(@Req() request: Noted): void {
    const [, key] = request.headers.authorization?.split(' ') ?? []
    saw(request, { key })
    if (key === 'wrong') throw new UnauthorizedException()
  }

  @Get('secure/header')
  @HttpCode(204)
  @ApiSecurity('header')
  secureHeader(@Req() request: Noted): void {
    saw(request, { key: request.headers['x-key'] })
  }

  @Get('secure/query')
  @HttpCode(204)
  @ApiSecurity('query')
  secureQuery(@Req() request: Noted): void {
    saw(request, { key: request.query['k&y'] })
  }

  @Get('secure/cookie')
  @HttpCode(204)
  @ApiCookieAuth('cookie')
  secureCookie(@Req() request: Noted): void {
    saw(request, { key: request.cookies.key })
  }
}
