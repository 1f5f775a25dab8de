import { html, type Markup } from '../markup.ts'
import { say, wordsOf } from './layout.ts'
import { providerNames, providers, type Provider, type Realm } from './options.ts'
import {
  emailField,
  heading,
  hidden,
  passwordField,
  primary,
  summary,
  textField,
  type Form,
} from './pieces.ts'

/** What the log-in box needs to know beside its form. */
export interface LogInBox {
  base: string
  realm: Realm
  cannotGetIn: string
}

export function logInPage(form: Form, { base, realm, cannotGetIn }: LogInBox): Markup {
  const { language } = form
  const w = wordsOf(language)
  const peers = realm === 'peers'
  return html`${summary(form)}${heading(w.log_in)}
    <p class="note">${peers ? w.log_in_note : w.staff_desk}</p>
    ${
      peers &&
      html`<form method="post" action="${base}/broker" class="stack">
          ${hidden(form)}
          ${providers.map(
            (provider) =>
              html`<button
                name="provider"
                value="${provider}"
                class="usa-button usa-button--outline"
              >
                ${say(language, 'log_in_with', { provider: providerNames[provider] })}
              </button>`,
          )}
        </form>
        <p class="or">${w.or}</p>`
    }
    <form novalidate method="post" action="${base}/authenticate">
      ${hidden(form)} ${emailField(form, { name: 'email', label: w.email, first: true })}
      ${passwordField(form, { name: 'password', label: w.password, autocomplete: 'current-password' })}
      <p class="below">
        <a class="textlink small" href="${base}/reset-credentials">${w.forgot}</a>
      </p>
      <div class="stack end"><button class="usa-button">${w.log_in}</button></div>
    </form>
    <p class="small quiet end">${w.shared_computer}</p>
    ${
      peers &&
      html`<ul class="door__links plain">
        <li><a href="${base}/registration">${w.create}</a></li>
        <li><a href="${cannotGetIn}">${w.cannot}</a></li>
      </ul>`
    }`
}

const backLink = (form: Form, base: string): Markup =>
  html`<ul class="door__links plain">
    <li><a href="${base}">${wordsOf(form.language).back}</a></li>
  </ul>`

export function registrationPage(form: Form, base: string, length: number): Markup {
  const w = wordsOf(form.language)
  const hint = say(form.language, 'password_hint', { length: String(length) })
  return html`${summary(form)}${heading(w.register_title)}
    <form novalidate method="post" action="${base}/registration">
      ${hidden(form)}
      ${textField(form, { name: 'firstName', label: w.first_name, autocomplete: 'given-name' })}
      ${textField(form, { name: 'lastName', label: w.last_name, autocomplete: 'family-name' })}
      ${emailField(form, { name: 'email', label: w.email })}
      ${passwordField(form, { name: 'password', label: w.new_password, hint, autocomplete: 'new-password' })}
      ${primary(w.register)}
    </form>
    ${backLink(form, base)}`
}

export function sentPage(
  form: Form,
  base: string,
  values: { email: string; note: string },
): Markup {
  const w = wordsOf(form.language)
  return html`${summary(form)}${heading(w.sent_title)}
    <p>${say(form.language, 'sent_verify', { email: values.email })}</p>
    <p class="end">${w.sent_wait}</p>
    ${values.note && html`<p class="end" role="status">${values.note}</p>`}
    <form method="post" action="${base}/continue">${hidden(form)}${primary(w.opened)}</form>
    <form method="post" action="${base}/resend" class="door__links">
      ${hidden(form)}<button class="link-button">${w.sent_again}</button>
    </form>`
}

export function resetPage(form: Form, base: string): Markup {
  const w = wordsOf(form.language)
  return html`${summary(form)}${heading(w.reset_title)}
    <p>${w.reset_text}</p>
    <form novalidate method="post" action="${base}/reset-credentials">
      ${hidden(form)}${emailField(form, { name: 'email', label: w.email })}
      ${primary(w.reset_button)}
    </form>
    ${backLink(form, base)}`
}

export function resetSentPage(form: Form, base: string, email: string): Markup {
  const w = wordsOf(form.language)
  return html`${heading(w.sent_title)}
    <p>${say(form.language, 'sent_reset', { email })}</p>
    <p class="end">${w.sent_wait}</p>
    ${backLink(form, base)}`
}

export function newPasswordPage(
  form: Form,
  action: string,
  { email, length }: { email: string; length: number },
): Markup {
  const w = wordsOf(form.language)
  const hint = say(form.language, 'password_hint', { length: String(length) })
  return html`${summary(form)}${heading(w.choose_title)}
    <p>${say(form.language, 'choose_text', { email })}</p>
    <form novalidate method="post" action="${action}">
      ${hidden(form)}<input
        type="hidden"
        name="username"
        autocomplete="username"
        value="${email}"
      />
      ${passwordField(form, { name: 'password', label: w.choose_label, hint, autocomplete: 'new-password' })}
      ${primary(w.choose_button)}
    </form>`
}

/** In another browser the link alone opens nothing: whoever made the account knows its password. */
export function verifyPage(form: Form, action: string, email: string): Markup {
  const w = wordsOf(form.language)
  return html`${summary(form)}${heading(w.verify_title)}
    <p>${say(form.language, 'verify_text', { email })}</p>
    <form novalidate method="post" action="${action}">
      ${hidden(form)}
      ${passwordField(form, { name: 'password', label: w.password, autocomplete: 'current-password' })}
      ${primary(w.verify_button)}
    </form>`
}

export function linkPage(form: Form, base: string, email: string): Markup {
  const w = wordsOf(form.language)
  return html`${summary(form)}${heading(w.link_title)}
    <p class="note">${w.link_text}</p>
    <p>${w.email}: <strong class="nowrap">${email}</strong></p>
    <form novalidate method="post" action="${base}/link">
      ${hidden(form)}
      ${passwordField(form, { name: 'password', label: w.password, autocomplete: 'current-password' })}
      ${primary(w.continue)}
    </form>
    <ul class="door__links plain">
      <li><a href="${base}/reset-credentials">${w.forgot}</a></li>
      <li><a href="${base}">${w.back}</a></li>
    </ul>`
}

/** The other way is named only to somebody who has just proved the address. */
export function otherProviderPage(form: Form, base: string, provider: Provider): Markup {
  const w = wordsOf(form.language)
  const named = { provider: providerNames[provider] }
  return html`${heading(w.link_title)}
    <p class="note">${say(form.language, 'link_other', named)}</p>
    <form method="post" action="${base}/broker" class="stack">
      ${hidden(form)}
      <button name="provider" value="${provider}" class="usa-button">
        ${say(form.language, 'log_in_with', named)}
      </button>
    </form>
    ${backLink(form, base)}`
}

export function emailChangePage(form: Form, base: string, current: string): Markup {
  const w = wordsOf(form.language)
  return html`${summary(form)}${heading(w.change_title)}
    <p>${say(form.language, 'change_text', { email: current })}</p>
    <form novalidate method="post" action="${base}/update-email">
      ${hidden(form)}${emailField(form, { name: 'newEmail', label: w.change_label })}
      ${primary(w.change_button)}
    </form>
    <form method="post" action="${base}/cancel" class="door__links">
      ${hidden(form)}<button class="link-button">${w.cancel}</button>
    </form>`
}

export function emailSentPage(form: Form, base: string, text: string[]): Markup {
  const w = wordsOf(form.language)
  return html`${heading(w.sent_title)} ${text.map((line) => html`<p class="end">${line}</p>`)}
    <form method="post" action="${base}/continue">${hidden(form)}${primary(w.continue)}</form>`
}

/** One button, so that a mail scanner that opens links changes nothing. */
export function confirmPage(
  form: Form,
  action: string,
  { title, text, button }: { title: string; text: string; button: string },
): Markup {
  return html`${summary(form)}${heading(title)}
    <p>${text}</p>
    <form method="post" action="${action}">${hidden(form)}${primary(button)}</form>`
}

export function notePage(
  title: string,
  text: string,
  link?: { href: string; text: string },
): Markup {
  return html`${heading(title)}
    <p>${text}</p>
    ${link && html`<div class="stack end--far"><a class="usa-button" href="${link.href}">${link.text}</a></div>`}`
}
