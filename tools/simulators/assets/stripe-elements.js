// Card fields in frames: the page of the merchant only ever learns a token.
import { home, languageOf, titles } from './stripe-words.js'

const fieldsOf = {
  payment: ['number', 'expiry', 'cvc', 'zip'],
  card: ['number', 'expiry', 'cvc', 'zip'],
  cardNumber: ['number'],
  cardExpiry: ['expiry'],
  cardCvc: ['cvc'],
  postalCode: ['zip'],
}
const random = () =>
  [...crypto.getRandomValues(new Uint8Array(16))]
    .map((b) => b.toString(16).padStart(2, '0'))
    .join('')

/** How tall a frame with a single field is: what the page says, or the room it gives. */
function heightIn(container, lineHeight) {
  if (lineHeight) return lineHeight
  const { paddingTop, paddingBottom } = getComputedStyle(container)
  const room = container.clientHeight - parseFloat(paddingTop) - parseFloat(paddingBottom)
  return `${room >= 24 ? room : 24}px`
}

const marks = ['', '--empty', '--focus', '--complete', '--invalid'].map((m) => `StripeElement${m}`)

/** One frame with one field, or with all four. */
class CardElement {
  #group
  #type
  #style
  #container = null
  #listeners = {}
  #hear = (event) => this.#receive(event)
  focus = () => this.tell({ kind: 'focus', field: this.names[0] })

  constructor(group, type, options) {
    if (!fieldsOf[type]) throw new Error(`There is no element of type ${type}.`)
    this.#group = group
    this.#type = type
    this.#style = options?.style ?? {}
    this.names = fieldsOf[type]
    this.whole = this.names.length > 1
    this.frame = document.createElement('iframe')
  }

  on(name, listener) {
    ;(this.#listeners[name] ??= []).push(listener)
    return this
  }

  off(name, listener) {
    this.#listeners[name] = (this.#listeners[name] ?? []).filter((l) => l !== listener)
    return this
  }

  mount(place) {
    const container = typeof place === 'string' ? document.querySelector(place) : place
    if (!container) throw new Error('The place to mount the element in was not found.')
    this.#container = container
    this.#load(container)
    container.replaceChildren(this.frame)
    container.classList.add('StripeElement', 'StripeElement--empty')
    container.addEventListener('click', this.focus)
    // A label of the page cannot point into a frame; pressing it moves there all the same.
    for (const label of container.id
      ? document.querySelectorAll(`label[for="${CSS.escape(container.id)}"]`)
      : [])
      label.addEventListener('click', this.focus)
    addEventListener('message', this.#hear)
    this.#group.elements.set(this.#type, this)
  }

  unmount() {
    removeEventListener('message', this.#hear)
    this.frame.remove()
    this.#container?.removeEventListener('click', this.focus)
    this.#container?.classList.remove(...marks)
    this.#group.elements.delete(this.#type)
    this.#container = null
  }

  destroy() {
    this.unmount()
  }

  blur() {
    this.tell({ kind: 'blur' })
  }

  clear() {
    this.tell({ kind: 'clear' })
  }

  update(next) {
    if (next?.style) this.tell({ kind: 'style', style: next.style })
  }

  tell(message) {
    this.frame.contentWindow?.postMessage({ card: this.#group.id, ...message }, home)
  }

  #load(container) {
    const { id, language } = this.#group
    const words = titles[language]
    const settings = { card: id, origin: location.origin, style: this.#style }
    const { frame } = this
    frame.src = `${home}/v3/fields?fields=${this.names.join(',')}&locale=${language}#${encodeURIComponent(JSON.stringify(settings))}`
    frame.title = this.whole ? words.all : words[this.names[0]]
    frame.setAttribute('scrolling', 'no')
    frame.style.border = '0'
    frame.style.display = 'block'
    // The frame with all fields is a little larger than its place: the focus rings need an edge.
    frame.style.width = this.whole ? 'calc(100% + 12px)' : '100%'
    if (this.whole) frame.style.margin = '-6px'
    frame.style.height = this.whole ? '200px' : heightIn(container, this.#style.base?.lineHeight)
  }

  #emit(name, more) {
    const event = { elementType: this.#type, ...more }
    for (const listener of this.#listeners[name] ?? []) listener(event)
  }

  #mark(name, on) {
    this.#container?.classList.toggle(`StripeElement--${name}`, on)
  }

  #receive({ origin, source, data }) {
    if (origin !== home || source !== this.frame.contentWindow) return
    if (data?.card !== this.#group.id) return
    const { kind } = data
    if (kind === 'change') this.#change(data)
    if (kind === 'size' && this.whole) this.frame.style.height = `${data.height}px`
    if (kind === 'enter') this.#container?.closest('form')?.requestSubmit()
    if (['ready', 'focus', 'blur', 'escape'].includes(kind)) this.#tellState(kind)
  }

  #tellState(kind) {
    if (!this.whole && kind !== 'ready') this.#mark('focus', kind === 'focus')
    this.#emit(kind)
  }

  #change({ empty, complete, error, brand }) {
    this.#mark('empty', empty)
    this.#mark('complete', complete)
    this.#mark('invalid', Boolean(error))
    this.#emit('change', { empty, complete, error, brand })
  }
}

/** Asks the frame with the number, and waits for its one answer. */
function ask(group, kind, more = {}) {
  const element = [...group.elements.values()].find((one) => one.names.includes('number'))
  if (!element)
    return Promise.resolve({
      error: {
        type: 'validation_error',
        code: 'incomplete_number',
        message: 'No card field is mounted.',
      },
    })
  const id = random()
  return new Promise((resolve) => {
    const hear = (event) => {
      if (event.origin !== home || event.source !== element.frame.contentWindow) return
      if (event.data?.card !== group.id || event.data.answer !== id) return
      removeEventListener('message', hear)
      clearTimeout(timer)
      resolve(event.data.result)
    }
    const timer = setTimeout(() => {
      removeEventListener('message', hear)
      resolve({
        error: { type: 'api_connection_error', message: 'The card company does not answer.' },
      })
    }, 30_000)
    addEventListener('message', hear)
    element.tell({ kind, ask: id, ...more })
  })
}

export function elements(key, options = {}) {
  const group = { id: random(), key, language: languageOf(options.locale), elements: new Map() }
  return {
    group,
    create: (type, more) => new CardElement(group, type, more),
    getElement: (type) => group.elements.get(type) ?? null,
    /** Marks what is wrong, as pressing Pay does. */
    submit: () => ask(group, 'validate'),
    update: () => {},
  }
}

export async function createConfirmationToken(key, { elements: owner, params } = {}) {
  if (!owner?.group) throw new Error('createConfirmationToken needs elements.')
  const zip = params?.payment_method_data?.billing_details?.address?.postal_code
  const result = await ask(owner.group, 'tokenize', { key, zip, returnUrl: params?.return_url })
  if (result.error) return result
  const { id, brand, last4 } = result
  return {
    confirmationToken: {
      id,
      object: 'confirmation_token',
      brand,
      last4,
      payment_method_preview: { type: 'card', card: { brand, last4 } },
    },
  }
}
