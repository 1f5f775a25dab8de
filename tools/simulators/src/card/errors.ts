import type { Decline } from './declines.ts'

export interface ErrorBody {
  type: 'card_error' | 'invalid_request_error' | 'idempotency_error' | 'api_error'
  code?: string
  decline_code?: string
  message: string
  param?: string
  charge?: string
  payment_intent?: object
  payment_method?: object
  doc_url?: string
  request_log_url?: string
}

/** An answer of the processor that is not 200. */
export class ApiError extends Error {
  readonly status: number
  readonly body: ErrorBody
  /** Refused before anything was carried out: the processor does not remember such answers. */
  readonly remembered: boolean
  constructor(status: number, body: ErrorBody, remembered = false) {
    super(body.message)
    this.status = status
    this.body = body
    this.remembered = remembered
  }
}

const docs = (code: string) => `https://stripe.com/docs/error-codes/${code.replaceAll('_', '-')}`

export function invalid(message: string, more: Partial<ErrorBody> = {}): ApiError {
  const { code } = more
  return new ApiError(400, {
    type: 'invalid_request_error',
    message,
    ...(code && { doc_url: docs(code) }),
    ...more,
  })
}

export function missing(kind: string, id: string, param = 'intent'): ApiError {
  return new ApiError(404, {
    type: 'invalid_request_error',
    code: 'resource_missing',
    message: `No such ${kind}: '${id}'`,
    param,
    doc_url: docs('resource_missing'),
  })
}

export function cardError(decline: Decline): ErrorBody {
  return {
    type: 'card_error',
    code: decline.code,
    ...(decline.declineCode && { decline_code: decline.declineCode }),
    message: decline.message,
    ...(decline.code === 'incorrect_cvc' && { param: 'cvc' }),
    ...(decline.code === 'incorrect_number' && { param: 'number' }),
    ...(decline.code === 'incorrect_zip' && { param: 'address_zip' }),
    doc_url: docs(decline.code),
  }
}
