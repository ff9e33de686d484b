// What an operation saw.

import type { Request } from 'express'

export interface Noted extends Request {
  saw?: Record<string, unknown>
}

export const saw = (request: Noted, values: Record<string, unknown>): void => {
  request.saw = values
}
