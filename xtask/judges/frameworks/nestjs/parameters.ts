// Parameters in every place.

import {
  Controller, DefaultValuePipe, Get, Headers, HttpCode, Param, ParseArrayPipe, ParseBoolPipe, ParseEnumPipe,
  ParseFloatPipe, ParseIntPipe, ParseUUIDPipe, Query, Req
} from '@nestjs/common'
import { ApiHeader, ApiParam, ApiProperty, ApiPropertyOptional, ApiQuery } from '@nestjs/swagger'
import { Transform, Type } from 'class-transformer'
import {
  ArrayMaxSize, IsArray, IsBoolean, IsDate, IsEnum, IsInt, IsNumber, IsOptional, IsString, Matches, Max, MaxLength,
  Min
} from 'class-validator'

import { type Noted, saw } from './saw.js'

export enum Colour {
  Red = 'red',
  DarkBlue = 'dark blue',
  Empty = ''
}

export enum Level {
  Low = 1,
  High = 10
}

/** A list, though a query has one item, or none. */
export const List = () => Transform(({ value }) => value === undefined ? undefined : [value].flat())

class Filter {
  @ApiProperty()
  @IsString()
  text: string

  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: 1000, default: 10 })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(1000)
  limit: number = 10

  @ApiPropertyOptional()
  @Type(() => Number)
  @IsNumber()
  @IsOptional()
  ratio?: number

  @ApiPropertyOptional()
  @Transform(({ value }) => value === undefined ? undefined : value === 'true')
  @IsBoolean()
  @IsOptional()
  flag?: boolean

  @ApiPropertyOptional()
  @Type(() => Date)
  @IsDate()
  @IsOptional()
  moment?: Date

  @ApiPropertyOptional({ format: 'date' })
  @IsString()
  @IsOptional()
  day?: string

  @ApiPropertyOptional({ enum: Colour })
  @IsEnum(Colour)
  @IsOptional()
  colour?: Colour

  @ApiPropertyOptional({ enum: Level, enumName: 'Level' })
  @Type(() => Number)
  @IsEnum(Level)
  @IsOptional()
  level?: Level

  @ApiPropertyOptional({ maxLength: 3, pattern: '^[é&]*$' })
  @MaxLength(3)
  @Matches(/^[é&]*$/)
  @IsOptional()
  short?: string

  @ApiPropertyOptional({ type: [String] })
  @List()
  @IsArray()
  @IsOptional()
  texts?: string[]

  @ApiPropertyOptional({ type: [Number], maxItems: 20 })
  @Transform(({ value }) => value === undefined ? undefined : [value].flat().map(Number))
  @ArrayMaxSize(20)
  @IsOptional()
  numbers?: number[]

  @ApiPropertyOptional({ enum: Colour, enumName: 'Colour', isArray: true })
  @List()
  @IsEnum(Colour, { each: true })
  @IsOptional()
  colours?: Colour[]
}

class Range {
  @ApiPropertyOptional({ type: 'integer' })
  @Type(() => Number)
  @IsInt()
  @IsOptional()
  from?: number

  @ApiPropertyOptional()
  @IsString()
  @IsOptional()
  'na me'?: string

  @ApiPropertyOptional({ type: [String] })
  @IsArray()
  @IsOptional()
  tags?: string[]
}

class Deep {
  @ApiProperty({ type: () => Range })
  @Type(() => Range)
  range: Range
}

@Controller()
export class Parameters {
  @Get('path/:text/:number/:count')
  @ApiParam({ name: 'count', type: 'integer', format: 'int64' })
  readPath(
    @Req() request: Noted,
    @Param('text') text: string,
    @Param('number', ParseFloatPipe) number: number,
    @Param('count', ParseIntPipe) count: number
  ): void {
    saw(request, { text, number, count })
  }

  @Get('formats/:id/:colour')
  @ApiParam({ name: 'id', format: 'uuid' })
  @ApiParam({ name: 'colour', enum: Colour })
  readFormats(
    @Req() request: Noted,
    @Param('id', ParseUUIDPipe) id: string,
    @Param('colour', new ParseEnumPipe(Colour)) colour: Colour
  ): void {
    saw(request, { id, colour })
  }

  @Get('query')
  @HttpCode(204)
  readQuery(@Req() request: Noted, @Query() filter: Filter): void {
    saw(request, { ...filter })
  }

  @Get('single')
  @ApiQuery({ name: 'count', type: 'integer', format: 'int64', required: false })
  @ApiQuery({ name: 'colours[]', enum: Colour, isArray: true, required: false })
  @ApiQuery({ name: 'numbers', type: [Number], style: 'form', explode: false, required: false })
  @HttpCode(204)
  readSingle(
    @Req() request: Noted,
    @Query('@text') text: string,
    @Query('flag', ParseBoolPipe) flag: boolean,
    @Query('count', new DefaultValuePipe(7), ParseIntPipe) count?: number,
    @Query('numbers', new ParseArrayPipe({ items: Number, separator: ',', optional: true })) numbers?: number[]
  ): void {
    // Its parser takes the brackets for what they say, and the parameter's name for one without them.
    saw(request, { text, flag, count, colours: request.query.colours, numbers })
  }

  @Get('deep')
  @ApiQuery({ name: 'range', type: Range, style: 'deepObject', explode: true })
  @HttpCode(204)
  readDeep(@Req() request: Noted, @Query() deep: Deep): void {
    saw(request, { range: deep.range })
  }

  @Get('headers')
  @ApiHeader({ name: 'x-text', required: false })
  @ApiHeader({ name: 'x-count', required: false, schema: { type: 'integer', format: 'int64' } })
  @ApiHeader({ name: 'x-colour', required: false, enum: Colour })
  @ApiHeader({ name: 'x-texts', required: false, schema: { type: 'array', items: { type: 'string' } } })
  @HttpCode(204)
  readHeaders(
    @Req() request: Noted,
    @Headers('x-text') text?: string,
    @Headers('x-count') count?: string,
    @Headers('x-colour') colour?: string,
    @Headers('x-texts') texts?: string
  ): void {
    saw(request, { text, count: count && Number(count), colour, texts: texts?.split(',').map(text => text.trim()) })
  }
}
