import { invalid } from './errors.ts'
import { listOf, mapOf, objectOf, textOf, type FormObject } from './form-body.ts'
import { newId, seconds, type Intent } from './objects.ts'

const known = {
  create: new Set(
    'amount currency confirm confirmation_token payment_method allowed_payment_method_types automatic_payment_methods metadata description statement_descriptor statement_descriptor_suffix receipt_email return_url use_stripe_sdk expand capture_method off_session error_on_requires_action'.split(
      ' ',
    ),
  ),
  confirm: new Set(
    'confirmation_token payment_method allowed_payment_method_types return_url use_stripe_sdk expand off_session'.split(
      ' ',
    ),
  ),
  update: new Set(
    'amount metadata description statement_descriptor statement_descriptor_suffix receipt_email expand'.split(
      ' ',
    ),
  ),
  cancel: new Set(['cancellation_reason', 'expand']),
  refund: new Set(['payment_intent', 'charge', 'amount', 'reason', 'metadata', 'expand']),
}

export function assertKnown(form: FormObject, operation: keyof typeof known): void {
  const stranger = Object.keys(form).find((name) => !known[operation].has(name))
  if (stranger)
    throw invalid(`Received unknown parameter: ${stranger}`, {
      code: 'parameter_unknown',
      param: stranger,
    })
}

export function amountOf(form: FormObject): number {
  const text = textOf(form.amount)
  if (text === null)
    throw invalid('Missing required param: amount.', { code: 'parameter_missing', param: 'amount' })
  const amount = Number(text)
  if (!Number.isInteger(amount) || amount < 0)
    throw invalid(`Invalid integer: ${text}`, {
      code: 'parameter_invalid_integer',
      param: 'amount',
    })
  if (amount < 50)
    throw invalid('Amount must be at least $0.50 usd', {
      code: 'amount_too_small',
      param: 'amount',
    })
  return amount
}

function suffixOf(form: FormObject): string | null {
  const suffix = textOf(form.statement_descriptor_suffix)
  if (suffix === null) return null
  const wrong =
    suffix.length > 22
      ? 'must be at most 22 characters'
      : /[<>\\'"*]/.test(suffix)
        ? 'must not contain any of < > \\ \' " *'
        : !/[a-zA-Z]/.test(suffix)
          ? 'must contain at least one letter'
          : null
  if (wrong)
    throw invalid(`The statement descriptor suffix ${wrong}.`, {
      param: 'statement_descriptor_suffix',
    })
  return suffix
}

/** Redirect-based ways to pay come with the default settings, and those need an address to return to. */
function assertReturnUrl(form: FormObject, tokenUrl: string | null): void {
  const automatic = objectOf(form.automatic_payment_methods)
  const allowed = listOf(form.allowed_payment_method_types)
  if (allowed.join() === 'card' || automatic?.allow_redirects === 'never') return
  if (textOf(form.return_url) || tokenUrl) return
  throw invalid(
    "This PaymentIntent is configured to accept payment methods enabled in your Dashboard. Because some of these payment methods might redirect your customer off of your page, you must provide a `return_url`. If you don't want to accept redirect-based payment methods, set `automatic_payment_methods[enabled]` to `true` and `automatic_payment_methods[allow_redirects]` to `never` when creating Setup Intents and Payment Intents.",
  )
}

export function readIntent(form: FormObject, tokenUrl: string | null): Intent {
  assertKnown(form, 'create')
  const amount = amountOf(form)
  const currency = textOf(form.currency)?.toLowerCase()
  if (currency !== 'usd')
    throw currency
      ? invalid(`Invalid currency: ${currency}. This account takes usd.`, { param: 'currency' })
      : invalid('Missing required param: currency.', {
          code: 'parameter_missing',
          param: 'currency',
        })
  if (form.confirm === 'true') assertReturnUrl(form, tokenUrl)
  const id = newId('pi')
  const allowed = listOf(form.allowed_payment_method_types)
  return {
    id,
    object: 'payment_intent',
    amount,
    amount_received: 0,
    currency,
    status: 'requires_payment_method',
    client_secret: `${id}_secret_${newId('s').slice(5)}`,
    created: seconds(),
    canceled_at: null,
    cancellation_reason: null,
    description: textOf(form.description),
    metadata: mapOf(form.metadata),
    next_action: null,
    last_payment_error: null,
    latest_charge: null,
    payment_method: null,
    allowed_payment_method_types: allowed.length > 0 ? allowed : null,
    payment_method_types: ['card'],
    automatic_payment_methods: {
      allow_redirects:
        textOf(objectOf(form.automatic_payment_methods)?.allow_redirects) ?? 'always',
      enabled: true,
    },
    receipt_email: textOf(form.receipt_email),
    return_url: textOf(form.return_url) ?? tokenUrl,
    use_stripe_sdk: form.use_stripe_sdk === 'true',
    statement_descriptor: textOf(form.statement_descriptor),
    statement_descriptor_suffix: suffixOf(form),
    card: null,
    held: false,
  }
}
