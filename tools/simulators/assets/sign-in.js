// Small helps for the sign-in pages. Without scripts everything still works.
const summary = document.querySelector('.summary')
const target = summary ?? document.querySelector('h1')
target?.focus()

for (const link of document.querySelectorAll('.summary a'))
  link.addEventListener('click', (event) => {
    const field = document.querySelector(link.getAttribute('href'))
    if (!field) return
    event.preventDefault()
    field.focus()
  })

for (const button of document.querySelectorAll('button[data-shows]')) {
  const field = document.getElementById(button.dataset.shows)
  button.hidden = false
  button.addEventListener('click', () => {
    const shown = field.type === 'password'
    field.type = shown ? 'text' : 'password'
    button.setAttribute('aria-pressed', String(shown))
    button.firstChild.textContent = shown ? button.dataset.hide : button.dataset.show
  })
  // What was shown is hidden again before it is sent: a browser must not remember it as ordinary text.
  field.form.addEventListener('submit', () => {
    field.type = 'password'
  })
}

// The other language keeps what was typed, except passwords.
const kept = `entries ${location.pathname}`
const fields = [
  ...document.querySelectorAll('input:not([type=hidden], [type=password], [data-shown])'),
]
for (const link of document.querySelectorAll('a[data-language]'))
  link.addEventListener('click', () => {
    const entries = Object.fromEntries(
      fields.filter((field) => field.name !== 'password').map((field) => [field.name, field.value]),
    )
    sessionStorage.setItem(kept, JSON.stringify(entries))
    sessionStorage.setItem('to language', '1')
  })
const entries = JSON.parse(sessionStorage.getItem(kept) ?? '{}')
sessionStorage.removeItem(kept)
for (const field of fields)
  if (!field.value && entries[field.name]) field.value = entries[field.name]
if (sessionStorage.getItem('to language')) {
  sessionStorage.removeItem('to language')
  document.querySelector('a[data-language]')?.focus()
}
