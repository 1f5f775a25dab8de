/** The part of the card processor's own script that this page uses. Card digits stay in its frames (PAY-3). */
interface Element {
  mount(place: HTMLElement): void
  unmount(): void
  on(
    name: 'change' | 'ready' | 'focus' | 'blur' | 'escape',
    heard: (event: Change) => void,
  ): unknown
  focus(): void
  clear(): void
}
interface Change {
  readonly error?: { readonly code?: string; readonly message?: string } | null
  readonly empty?: boolean
}
interface Elements {
  create(type: string, options: object): Element
}
interface ProcessorError {
  readonly type?: string
  readonly code?: string
  readonly field?: string | null
}
interface TokenAnswer {
  readonly confirmationToken?: { readonly id: string }
  readonly error?: ProcessorError
  readonly errors?: readonly ProcessorError[]
}
export interface Processor {
  elements(options?: object): Elements
  createConfirmationToken(asked: { elements: Elements; params?: object }): Promise<TokenAnswer>
  handleNextAction(asked: { clientSecret: string }): Promise<unknown>
}

declare global {
  interface Window {
    Stripe?: (key: string, options: { locale: string }) => Processor
  }
}

export type CardField = 'number' | 'expiry' | 'cvc' | 'zip'
export const cardFields: readonly CardField[] = ['number', 'expiry', 'cvc', 'zip']

const types: Record<CardField, string> = {
  number: 'cardNumber',
  expiry: 'cardExpiry',
  cvc: 'cardCvc',
  zip: 'postalCode',
}

const scripts = new Map<string, Promise<void>>()

/** Once per page; a failed load may be tried again. */
function loadScript(url: string): Promise<void> {
  const known = scripts.get(url)
  if (known) return known
  const loading = new Promise<void>((resolve, reject) => {
    const script = document.createElement('script')
    script.src = url
    script.addEventListener('load', () => resolve())
    script.addEventListener('error', () => {
      scripts.delete(url)
      script.remove()
      reject(new Error('the script of the card processor did not load'))
    })
    document.head.append(script)
  })
  scripts.set(url, loading)
  return loading
}

export async function loadProcessor(
  settings: { readonly scriptUrl: string; readonly publishableKey: string },
  locale: string,
): Promise<Processor> {
  await loadScript(settings.scriptUrl)
  if (!window.Stripe) throw new Error('the script of the card processor did not load')
  return window.Stripe(settings.publishableKey, { locale })
}

/** 17 px and ink, as our own fields are; the border around it is ours. */
const style = {
  base: { fontSize: '17px', color: '#1c1d1f', lineHeight: '46px' },
}

export type Token = { readonly id: string } | { readonly wrong: readonly CardField[] }

export interface Card {
  tokenize(): Promise<Token>
  /** Nothing was entered. */
  isEmpty(): boolean
  focus(field: CardField): void
  close(): void
}

interface CardOptions {
  readonly place: (field: CardField) => HTMLElement | null
  readonly onWrong: (field: CardField, wrong: boolean) => void
  readonly onEscape: () => void
}

/** Four fields in four frames; their labels and borders are the page's. */
export function openCard(processor: Processor, { place, onWrong, onEscape }: CardOptions): Card {
  const elements = processor.elements()
  const made = new Map<CardField, Element>()
  const empty = new Map<CardField, boolean>()
  for (const field of cardFields) {
    const container = place(field)
    if (!container) continue
    const element = elements.create(types[field], { style })
    element.on('change', (event) => {
      empty.set(field, event.empty ?? true)
      onWrong(field, Boolean(event.error))
    })
    element.on('escape', onEscape)
    element.mount(container)
    made.set(field, element)
  }
  return {
    async tokenize() {
      const answered = await processor.createConfirmationToken({ elements })
      if (answered.confirmationToken) return { id: answered.confirmationToken.id }
      const wrong = wrongFields(answered)
      if (wrong.length === 0) throw new Error(answered.error?.code ?? 'no token')
      return { wrong }
    },
    isEmpty: () => [...empty.values()].every(Boolean),
    focus: (field) => made.get(field)?.focus(),
    close() {
      for (const element of made.values()) element.unmount()
    },
  }
}

/** Which fields the processor names, by field or by code (incomplete_cvc, invalid_expiry_year_past). */
export function wrongFields({ error, errors }: TokenAnswer): CardField[] {
  const named = [...(errors ?? []), ...(error ? [error] : [])].map(({ field, code }) =>
    [field, code].filter(Boolean).join(' '),
  )
  return cardFields.filter((field) =>
    named.some((name) => name.includes(field) || (field === 'zip' && name.includes('postal'))),
  )
}
