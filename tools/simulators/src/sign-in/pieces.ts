import { html, type Markup } from '../markup.ts'
import { say, wordsOf } from './layout.ts'
import type { Language } from './options.ts'
import type { Word } from './words-en.ts'

/** Something to mend; `field` is where, and where the link in the summary leads. */
export interface Mistake {
  field: string
  word: Word
  values?: Record<string, string>
  /** Said in the summary only: it is about the form, not about one field. */
  whole?: boolean
}

export interface Form {
  language: Language
  mistakes: Mistake[]
  csrf: string
  /** What was entered before, never a password. */
  entries: Record<string, string>
}

const textOf = (language: Language, { word, values }: Mistake) => say(language, word, values)

export function summary({ language, mistakes }: Form): Markup | null {
  if (mistakes.length === 0) return null
  return html`<div class="summary" role="alert" tabindex="-1" aria-labelledby="problem">
    <h2 id="problem">${wordsOf(language).problem}</h2>
    <ul>
      ${mistakes.map((one) => html`<li><a href="#${one.field}">${textOf(language, one)}</a></li>`)}
    </ul>
  </div>`
}

export const hidden = ({ csrf }: Form): Markup =>
  html`<input type="hidden" name="csrf" value="${csrf}" />`

interface Field {
  name: string
  label: string
  type?: string
  autocomplete: string
  hint?: string
  first?: boolean
}

function mistakeAt(form: Form, name: string): Mistake | undefined {
  return form.mistakes.find((one) => one.field === name && !one.whole)
}

function described(field: Field, mistake: Mistake | undefined): Markup | null {
  const ids = [mistake && `${field.name}-error`, field.hint && `${field.name}-hint`].filter(Boolean)
  return ids.length > 0 ? html`aria-describedby="${ids.join(' ')}"` : null
}

const emailShape = html`inputmode="email" autocapitalize="none" spellcheck="false"`

function input(form: Form, field: Field): Markup {
  const mistake = mistakeAt(form, field.name)
  const entry = field.type === 'password' ? '' : (form.entries[field.name] ?? '')
  return html`<input
    class="usa-input${mistake && ' usa-input--error'}"
    id="${field.name}"
    name="${field.name}"
    type="${field.type ?? 'text'}"
    autocomplete="${field.autocomplete}"
    ${entry && html`value="${entry}"`}
    ${field.type === 'email' && emailShape}
    ${mistake && html`aria-invalid="true"`}
    ${described(field, mistake)}
  />`
}

function group(form: Form, field: Field, control: Markup): Markup {
  const mistake = mistakeAt(form, field.name)
  const classes = `usa-form-group${mistake ? ' usa-form-group--error' : ''}${field.first ? ' usa-form-group--first' : ''}`
  return html`<div class="${classes}">
    <label class="usa-label" for="${field.name}">${field.label}</label>
    ${field.hint && html`<p class="usa-hint" id="${field.name}-hint">${field.hint}</p>`}
    ${
      mistake &&
      html`<p class="usa-error-message" id="${field.name}-error">
        ${textOf(form.language, mistake)}
      </p>`
    }
    ${control}
  </div>`
}

export const textField = (form: Form, field: Field): Markup =>
  group(form, field, input(form, field))

export const emailField = (form: Form, field: Omit<Field, 'type' | 'autocomplete'>): Markup =>
  textField(form, {
    ...field,
    type: 'email',
    autocomplete: field.name === 'email' ? 'username' : 'email',
  })

/** The button appears only where a script can work it. */
export function passwordField(form: Form, field: Omit<Field, 'type'>): Markup {
  const w = wordsOf(form.language)
  const control = html`<div class="inline">
    ${input(form, { ...field, type: 'password' })}
    <button
      type="button"
      class="link-button"
      hidden
      aria-controls="${field.name}"
      aria-pressed="false"
      data-shows="${field.name}"
      data-show="${w.show}"
      data-hide="${w.hide}"
    >
      ${w.show}<span class="usa-sr-only"> ${w.show_what}</span>
    </button>
  </div>`
  return group(form, { ...field, type: 'password' }, control)
}

export const heading = (text: string): Markup => html`<h1 tabindex="-1">${text}</h1>`
export const primary = (text: string): Markup =>
  html`<div class="stack end--far"><button class="usa-button">${text}</button></div>`
