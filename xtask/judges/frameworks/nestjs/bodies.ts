// Bodies that are JSON.

import { Body, Controller, HttpCode, Param, ParseIntPipe, Patch, Post, Put, Req } from '@nestjs/common'
import {
  ApiBody, ApiCreatedResponse, ApiExtraModels, ApiOkResponse, ApiProperty, ApiPropertyOptional, getSchemaPath,
  IntersectionType, OmitType, PartialType, PickType
} from '@nestjs/swagger'
import { Type } from 'class-transformer'
import {
  IsArray, IsDate, IsEnum, IsInt, IsNumber, IsOptional, IsString, Length, Matches, Max, ValidateNested
} from 'class-validator'

import { Colour, Level } from './parameters.js'
import { type Noted, saw } from './saw.js'

abstract class Animal {
  @ApiProperty()
  kind: string
}

export class Cat extends Animal {
  @ApiProperty({ type: 'integer' })
  lives: number
}

export class Dog extends Animal {
  @ApiProperty()
  barks: boolean

  @ApiPropertyOptional({ type: String, nullable: true })
  name?: string | null
}

/** A constant tells it apart, as well as the mapping. */
export class Fish {
  @ApiProperty({ enum: ['gold fish'] })
  kind: 'gold fish'

  @ApiPropertyOptional({ enum: Colour, enumName: 'Colour' })
  colour?: Colour
}

export const pet = {
  oneOf: [{ $ref: getSchemaPath(Cat) }, { $ref: getSchemaPath(Dog) }, { $ref: getSchemaPath(Fish) }],
  discriminator: {
    propertyName: 'kind',
    mapping: { cat: getSchemaPath(Cat), dog: getSchemaPath(Dog), 'gold fish': getSchemaPath(Fish) }
  }
}

class Node {
  @ApiProperty()
  name: string

  @ApiPropertyOptional({ type: () => [Node] })
  children?: Node[]
}

@ApiExtraModels(Cat, Dog, Fish)
class Everything {
  @ApiProperty()
  @IsString()
  text: string

  @ApiProperty({ type: 'integer', format: 'int64' })
  @IsInt()
  count: number

  @ApiProperty()
  @IsNumber()
  ratio: number

  @ApiProperty()
  flag: boolean

  @ApiProperty({ type: String, nullable: true })
  maybe: string | null

  @ApiPropertyOptional({ type: 'integer', nullable: true })
  absent?: number | null

  @ApiPropertyOptional({ type: 'integer', exclusiveMinimum: true, minimum: -1, maximum: 8, multipleOf: 2 })
  @Max(8)
  @IsOptional()
  bounded?: number

  @ApiPropertyOptional({ minLength: 2, maxLength: 5, pattern: '^é+$' })
  @Length(2, 5)
  @Matches(/^é+$/)
  @IsOptional()
  short?: string

  @ApiProperty()
  @Type(() => Date)
  @IsDate()
  moment: Date

  @ApiPropertyOptional({ type: String, format: 'date-time', nullable: true })
  later?: string | null

  @ApiPropertyOptional({ format: 'uuid' })
  id?: string

  @ApiPropertyOptional({ enum: Colour, enumName: 'Colour', nullable: true })
  colour?: Colour | null

  @ApiPropertyOptional({ enum: Level, enumName: 'Level', isArray: true })
  @IsEnum(Level, { each: true })
  @IsOptional()
  levels?: Level[]

  @ApiPropertyOptional({ type: [String], uniqueItems: true, maxItems: 3 })
  tags?: string[]

  @ApiPropertyOptional({ type: 'array', items: { type: 'array', items: { type: 'integer' } } })
  table?: number[][]

  @ApiPropertyOptional({ type: 'object', additionalProperties: { type: 'number' } })
  byName?: Record<string, number>

  @ApiPropertyOptional({ ...pet })
  pet?: Cat | Dog | Fish

  @ApiPropertyOptional({ type: 'array', items: pet })
  pets?: (Cat | Dog | Fish)[]

  @ApiPropertyOptional({ type: () => Cat, nullable: true })
  cat?: Cat | null

  @ApiPropertyOptional({ type: () => Node })
  @Type(() => Node)
  @ValidateNested()
  @IsOptional()
  tree?: Node

  @ApiPropertyOptional({ oneOf: [{ type: 'integer' }, { type: 'string' }, { type: 'array', items: { type: 'integer' } }] })
  either?: number | string | number[]

  @ApiPropertyOptional({ type: 'object', additionalProperties: true })
  anything?: Record<string, unknown>

  @ApiPropertyOptional()
  'odd name/~'?: string
}

class Described {
  @ApiProperty()
  @IsString()
  name: string

  @ApiPropertyOptional({ type: String, nullable: true })
  @IsOptional()
  note?: string | null
}

class Sized {
  @ApiProperty({ type: 'integer', minimum: 0 })
  @IsInt()
  size: number
}

class Change extends PartialType(Described) {}
class Both extends IntersectionType(Described, PickType(Sized, ['size'] as const)) {}
class Bare extends OmitType(Described, ['note'] as const) {}

class Page {
  @ApiProperty({ type: 'integer' })
  total: number
}

/** What the documentation of NestJS has for generic answers. */
const pageOf = (model: Parameters<typeof getSchemaPath>[0]) => ({
  allOf: [
    { $ref: getSchemaPath(Page) },
    { properties: { results: { type: 'array', items: { $ref: getSchemaPath(model) } } } }
  ]
})

@ApiExtraModels(Cat, Dog, Fish, Page)
@Controller()
export class Bodies {
  @Post('json')
  @ApiCreatedResponse({ type: Everything })
  writeJson(@Req() request: Noted, @Body() value: Everything): Everything {
    saw(request, { value })
    return value
  }

  @Patch('json')
  @ApiOkResponse({ type: Change })
  change(@Req() request: Noted, @Body() value: Change): Change {
    saw(request, { value })
    return value
  }

  @Put('both/:id')
  @ApiOkResponse({ type: Both })
  writeBoth(@Req() request: Noted, @Param('id', ParseIntPipe) id: number, @Body() value: Both): Both {
    saw(request, { id, value })
    return value
  }

  @Post('bare')
  @ApiOkResponse({ type: Bare })
  @HttpCode(200)
  writeBare(@Req() request: Noted, @Body() value: Bare): Bare {
    saw(request, { value })
    return value
  }

  @Post('pet')
  @ApiBody({ schema: pet })
  @ApiCreatedResponse({ schema: pet })
  writePet(@Req() request: Noted, @Body() value: any): any {
    saw(request, { value })
    return value
  }

  @Post('list')
  @ApiBody({ type: [Node] })
  @ApiCreatedResponse({ type: [Node] })
  writeList(@Req() request: Noted, @Body() value: any): any {
    saw(request, { value })
    return value
  }

  @Post('map')
  @ApiBody({ schema: { type: 'object', additionalProperties: { type: 'integer', nullable: true } } })
  @ApiCreatedResponse({ schema: { type: 'object', additionalProperties: { type: 'integer', nullable: true } } })
  writeMap(@Req() request: Noted, @Body() value: any): any {
    saw(request, { value })
    return value
  }

  @Post('page')
  @HttpCode(200)
  @ApiBody({ schema: pageOf(Cat) })
  @ApiOkResponse({ schema: pageOf(Dog) })
  writePage(@Req() request: Noted, @Body() value: any): any {
    saw(request, { value })
    const dog = (cat: Cat) => ({ kind: 'dog', barks: cat.lives > 1, name: null })
    return { total: value.total, results: value.results?.map(dog) }
  }
}
