// Runs inside the frame: reads and checks the digits, and turns them into a token. They go to this origin only.
const settings = JSON.parse(decodeURIComponent(location.hash.slice(1)) || '{}')
const inputs = [...document.querySelectorAll('input')]
const digits = (input) => input.value.replaceAll(/\D/g, '')
const say = (message) => parent.postMessage({ card: settings.card, ...message }, settings.origin)

const brandOf = (number) => {
  if (number.startsWith('4')) return 'visa'
  if (/^(5[1-5]|2[2-7])/.test(number)) return 'mastercard'
  if (/^3[47]/.test(number)) return 'amex'
  return number.startsWith('6') ? 'discover' : 'unknown'
}
const luhn = (number) =>
  [...number]
    .reverse()
    .reduce((sum, d, i) => sum + (i % 2 ? (d * 2 > 9 ? d * 2 - 9 : d * 2) : +d), 0) %
    10 ===
  0
const lengthOf = (number) => (brandOf(number) === 'amex' ? 15 : 16)
const expiryOf = (value) => ({ month: +value.slice(0, 2), year: 2000 + +value.slice(2, 4) })
const isPast = ({ month, year }) => {
  const now = new Date()
  return year * 12 + month < now.getFullYear() * 12 + now.getMonth() + 1
}

/** What each field makes of what was typed: how it is written, when it is whole, what is wrong with it. */
const rules = {
  number: {
    write: (value) =>
      brandOf(value) === 'amex'
        ? value
            .slice(0, 15)
            .replace(/^(\d{4})(\d{1,6})?(\d{1,5})?$/, (_, a, b, c) =>
              [a, b, c].filter(Boolean).join(' '),
            )
        : value.slice(0, 19).replace(/(\d{4})(?=\d)/g, '$1 '),
    whole: (value) => value.length >= lengthOf(value),
    wrong: (value) =>
      value.length < lengthOf(value) ? 'incomplete_number' : luhn(value) ? null : 'invalid_number',
  },
  expiry: {
    write: (value) => {
      const padded = /^[2-9]/.test(value) ? `0${value}` : value
      return padded.length > 2 ? `${padded.slice(0, 2)} / ${padded.slice(2, 4)}` : padded
    },
    whole: (value) => value.length === 4,
    wrong: (value) => {
      const expiry = expiryOf(value)
      if (value.length < 4 || expiry.month < 1 || expiry.month > 12) return 'incomplete_expiry'
      return isPast(expiry) ? 'invalid_expiry_year_past' : null
    },
  },
  cvc: {
    write: (value) => value.slice(0, 4),
    whole: (value) => value.length >= 3,
    wrong: (value) => (/^\d{3,4}$/.test(value) ? null : 'incomplete_cvc'),
  },
  zip: {
    write: (value) => value.slice(0, 5),
    whole: (value) => value.length === 5,
    wrong: (value) => (/^\d{5}$/.test(value) ? null : 'incomplete_zip'),
  },
}

const messageOf = (input, code) =>
  code === 'invalid_expiry_year_past' ? input.dataset.expired : input.dataset.error
const check = (input) => {
  const code = rules[input.id].wrong(digits(input))
  return code ? { field: input.id, code, message: messageOf(input, code) } : null
}

function show(input, error) {
  const line = document.getElementById(`${input.id}-error`)
  input.toggleAttribute('aria-invalid', false)
  if (error) input.setAttribute('aria-invalid', 'true')
  // Alone in its frame, a field leaves the words to the page; for those who listen they stay here as well.
  line.textContent = error?.message ?? ''
  line.hidden = !error
  if (error) input.setAttribute('aria-describedby', line.id)
  else input.removeAttribute('aria-describedby')
}

function tellChange() {
  const first = inputs.find((input) => input.hasAttribute('aria-invalid'))
  const error = first && check(first)
  say({
    kind: 'change',
    empty: inputs.every((input) => digits(input) === ''),
    complete: inputs.every((input) => !check(input)),
    error: error ? { type: 'validation_error', code: error.code, message: error.message } : null,
    ...(inputs[0].id === 'number' && { brand: brandOf(digits(inputs[0])) }),
  })
}

/** The fields of the same card, in whichever frames of this origin they stand. */
function fieldFrames() {
  const found = []
  for (let i = 0; i < parent.length; i++) {
    try {
      const field = parent[i].cardField
      if (field?.card === settings.card) found.push(field)
    } catch {
      // A frame of somebody else.
    }
  }
  return found
}

window.cardField = {
  card: settings.card,
  read: () => Object.fromEntries(inputs.map((input) => [input.id, digits(input)])),
  validate() {
    const errors = inputs.map((input) => [input, check(input)])
    for (const [input, error] of errors) show(input, error)
    tellChange()
    return errors.map(([, error]) => error).filter(Boolean)
  },
  focus(name) {
    document.getElementById(name)?.focus()
  },
  owns: (name) => inputs.some((input) => input.id === name),
}

function validateAll() {
  const frames = fieldFrames()
  const order = ['number', 'expiry', 'cvc', 'zip']
  const errors = frames
    .flatMap((frame) => frame.validate())
    .sort((a, b) => order.indexOf(a.field) - order.indexOf(b.field))
  const [first] = errors
  if (!first) return null
  frames.find((frame) => frame.owns(first.field))?.focus(first.field)
  return { error: { type: 'validation_error', param: first.field, ...first }, errors }
}

const fieldOfParam = { number: 'number', exp_month: 'expiry', exp_year: 'expiry', cvc: 'cvc' }

async function tokenize({ key, zip, returnUrl }) {
  const refused = validateAll()
  if (refused) return refused
  const read = Object.assign({}, ...fieldFrames().map((frame) => frame.read()))
  const { month, year } = expiryOf(read.expiry ?? '')
  const body = new URLSearchParams({
    'card[number]': read.number,
    'card[exp_month]': month,
    'card[exp_year]': year,
    'card[cvc]': read.cvc ?? '',
    'card[zip]': read.zip ?? zip ?? '',
  })
  if (returnUrl) body.set('return_url', returnUrl)
  try {
    const answer = await fetch('/v1/confirmation_tokens', {
      method: 'POST',
      headers: { authorization: `Bearer ${key}` },
      body,
    })
    const made = await answer.json()
    if (!answer.ok)
      return {
        error: made.error,
        errors: [
          {
            field: fieldOfParam[made.error.param] ?? null,
            code: made.error.code,
            message: made.error.message,
          },
        ],
      }
    const { card } = made.payment_method_preview
    return { id: made.id, brand: card.brand, last4: card.last4 }
  } catch {
    return {
      error: { type: 'api_connection_error', message: inputs[0].dataset.noAnswer },
      errors: [],
    }
  }
}

function dress(style = {}) {
  const { base = {} } = style
  for (const input of inputs)
    for (const name of [
      'color',
      'fontSize',
      'fontFamily',
      'fontWeight',
      'letterSpacing',
      'lineHeight',
      'fontVariantNumeric',
    ])
      if (typeof base[name] === 'string') input.style[name] = base[name]
}

const orders = {
  focus: ({ field }) => (document.getElementById(field) ?? inputs[0]).focus(),
  blur: () => document.activeElement?.blur(),
  clear: () => {
    for (const input of inputs) {
      input.value = ''
      show(input, null)
    }
    tellChange()
  },
  style: ({ style }) => dress(style),
  validate: ({ ask }) => say({ answer: ask, result: validateAll() ?? {} }),
  tokenize: async (message) => say({ answer: message.ask, result: await tokenize(message) }),
}

addEventListener('message', ({ origin, source, data }) => {
  if (source !== parent || origin !== settings.origin || data?.card !== settings.card) return
  if (Object.hasOwn(orders, data.kind)) void orders[data.kind](data)
})

for (const input of inputs) {
  input.addEventListener('input', () => {
    const before = digits(input)
    const atEnd = input.selectionStart === input.value.length
    const written = rules[input.id].write(before)
    if (atEnd || written.length < input.value.length) input.value = written
    if (input.hasAttribute('aria-invalid') && !check(input)) show(input, null)
    tellChange()
  })
  input.addEventListener('blur', () => {
    // Leaving a field empty is no mistake yet; leaving it half done is.
    if (digits(input) !== '' && check(input)) show(input, check(input))
    tellChange()
    say({ kind: 'blur' })
  })
  input.addEventListener('focus', () => say({ kind: 'focus' }))
  input.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') say({ kind: 'escape' })
    if (event.key === 'Enter') say({ kind: 'enter' })
  })
}

dress(settings.style)
new ResizeObserver(() =>
  say({ kind: 'size', height: document.documentElement.offsetHeight }),
).observe(document.documentElement)
say({ kind: 'ready' })
