// Forms, files, and bodies that are neither.

import {
  Body, Controller, Header, HttpCode, Post, Req, StreamableFile, UploadedFile, UploadedFiles, UseInterceptors
} from '@nestjs/common'
import {
  AnyFilesInterceptor, FileFieldsInterceptor, FileInterceptor, FilesInterceptor, NoFilesInterceptor
} from '@nestjs/platform-express'
import { ApiBody, ApiConsumes, ApiCreatedResponse, ApiProduces, ApiProperty, ApiPropertyOptional } from '@nestjs/swagger'
import { Transform, Type } from 'class-transformer'
import { IsInt, IsOptional } from 'class-validator'

import { Colour, List } from './parameters.js'
import { type Noted, saw } from './saw.js'

class Letter {
  @ApiProperty()
  text: string

  @ApiProperty({ type: 'integer' })
  @Type(() => Number)
  @IsInt()
  count: number

  @ApiPropertyOptional()
  @Type(() => Number)
  @IsOptional()
  ratio?: number

  @ApiPropertyOptional()
  @Transform(({ value }) => value === undefined ? undefined : value === 'true')
  @IsOptional()
  flag?: boolean

  @ApiPropertyOptional({ type: [String] })
  @List()
  @IsOptional()
  tags?: string[]

  @ApiPropertyOptional()
  @Type(() => Date)
  @IsOptional()
  moment?: Date

  @ApiPropertyOptional({ enum: Colour, enumName: 'Colour' })
  colour?: Colour
}

class Upload {
  @ApiProperty({ type: 'string', format: 'binary' })
  upload: unknown

  @ApiPropertyOptional()
  text?: string
}

class Owner {
  @ApiProperty()
  name: string
}

class Uploads {
  @ApiProperty({ type: 'array', items: { type: 'string', format: 'binary' } })
  uploads: unknown[]

  @ApiProperty()
  text: string

  @ApiPropertyOptional({ type: 'integer' })
  count?: number

  @ApiPropertyOptional({ type: [String] })
  tags?: string[]

  @ApiPropertyOptional({ type: () => Owner })
  owner?: Owner
}

class Fields {
  @ApiPropertyOptional({ type: 'string', format: 'binary' })
  avatar?: unknown

  @ApiPropertyOptional({ type: 'array', items: { type: 'string', format: 'binary' }, maxItems: 3 })
  background?: unknown[]
}

type Data = Express.Multer.File

const file = (data?: Data) => data && {
  name: data.originalname,
  type: data.mimetype,
  data: data.buffer.toString('latin1')
}

@Controller()
export class Forms {
  @Post('form')
  @HttpCode(204)
  @ApiConsumes('application/x-www-form-urlencoded')
  writeForm(@Req() request: Noted, @Body() form: Letter): void {
    saw(request, { ...form })
  }

  @Post('fields')
  @HttpCode(204)
  @ApiConsumes('multipart/form-data')
  @UseInterceptors(NoFilesInterceptor())
  writeFields(@Req() request: Noted, @Body() form: Letter): void {
    saw(request, { ...form })
  }

  @Post('file')
  @HttpCode(204)
  @ApiConsumes('multipart/form-data')
  @ApiBody({ type: Upload })
  @UseInterceptors(FileInterceptor('upload'))
  writeFile(@Req() request: Noted, @UploadedFile() upload: Data, @Body() form: { text?: string }): void {
    saw(request, { upload: file(upload), text: form.text })
  }

  @Post('files')
  @HttpCode(204)
  @ApiConsumes('multipart/form-data')
  @ApiBody({ type: Uploads })
  @UseInterceptors(FilesInterceptor('uploads'))
  writeFiles(@Req() request: Noted, @UploadedFiles() uploads: Data[], @Body() form: Record<string, any>): void {
    const owner = form.owner && JSON.parse(form.owner)
    saw(request, { uploads: uploads.map(file), ...form, owner })
  }

  @Post('file-fields')
  @HttpCode(204)
  @ApiConsumes('multipart/form-data')
  @ApiBody({ type: Fields })
  @UseInterceptors(FileFieldsInterceptor([{ name: 'avatar', maxCount: 1 }, { name: 'background', maxCount: 3 }]))
  writeFileFields(@Req() request: Noted, @UploadedFiles() files: Record<string, Data[]>): void {
    saw(request, { avatar: files.avatar?.map(file), background: files.background?.map(file) })
  }

  @Post('any-files')
  @HttpCode(204)
  @ApiConsumes('multipart/form-data')
  @ApiBody({ schema: { type: 'object', additionalProperties: { type: 'string', format: 'binary' } } })
  @UseInterceptors(AnyFilesInterceptor())
  writeAnyFiles(@Req() request: Noted, @UploadedFiles() files: Data[]): void {
    saw(request, { files: files.map(data => ({ part: data.fieldname, ...file(data) })) })
  }

  @Post('text')
  @ApiConsumes('text/plain')
  @ApiProduces('text/plain')
  @ApiBody({ type: String })
  @ApiCreatedResponse({ type: String })
  @Header('content-type', 'text/plain; charset=utf-8')
  writeText(@Req() request: Noted): string {
    // What has no length has no body to its parser.
    const value = typeof request.body === 'string' ? request.body : ''
    saw(request, { value, type: request.headers['content-type'] })
    return value
  }

  @Post('bytes')
  @ApiConsumes('application/octet-stream')
  @ApiProduces('application/octet-stream')
  @ApiBody({ schema: { type: 'string', format: 'binary' } })
  @ApiCreatedResponse({ schema: { type: 'string', format: 'binary' } })
  writeBytes(@Req() request: Noted): StreamableFile {
    const value = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
    saw(request, { value: value.toString('latin1') })
    return new StreamableFile(value)
  }
}
