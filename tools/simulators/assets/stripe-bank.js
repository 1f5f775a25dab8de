// The bank's page, in a dialog of the merchant's page.
import { home, titles } from './stripe-words.js'

const sheet = new CSSStyleSheet()
sheet.replaceSync(`
  dialog.card-bank { background: #fff; border: 0; box-sizing: border-box; color: #1c1d1f; padding: 0; width: min(480px, calc(100vw - 32px)); border-radius: 4px; }
  dialog.card-bank::backdrop { background: rgba(0, 29, 41, 0.62); }
  dialog.card-bank iframe { border: 0; display: block; width: 100%; height: 360px; }
  dialog.card-bank button { background: none; border: 0; color: #07648d; cursor: pointer; display: block; font: inherit; margin-left: auto; min-height: 44px; padding: 0 24px; text-decoration: underline; }
  dialog.card-bank button:focus-visible { outline: 4px solid #0d7ea2; outline-offset: -4px; }`)

function bankFrame(id, clientSecret, language) {
  const words = titles[language]
  const dialog = document.createElement('dialog')
  const frame = document.createElement('iframe')
  const close = document.createElement('button')
  dialog.className = 'card-bank'
  dialog.setAttribute('aria-label', words.bank)
  frame.title = words.bank
  frame.src = `${home}/bank/${id}?framed=1&locale=${language}&origin=${encodeURIComponent(location.origin)}&secret=${clientSecret}`
  close.type = 'button'
  close.textContent = words.close
  dialog.append(close, frame)
  return { dialog, frame, close }
}

/** The bank's page in a dialog; closing it is a refusal. */
export function handleNextAction(language, { clientSecret }) {
  const id = String(clientSecret).split('_secret_')[0]
  const before = document.activeElement
  if (!document.adoptedStyleSheets.includes(sheet))
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet]
  const { dialog, frame, close } = bankFrame(id, clientSecret, language)
  return new Promise((resolve) => {
    const end = (result) => {
      removeEventListener('message', hear)
      dialog.close()
      dialog.remove()
      before?.focus?.()
      resolve(result)
    }
    const hear = ({ origin, source, data }) => {
      if (origin !== home || source !== frame.contentWindow || data?.bank !== id) return
      const paymentIntent = {
        id,
        object: 'payment_intent',
        status: data.status,
        client_secret: clientSecret,
      }
      if (data.error)
        end({
          error: {
            type: 'invalid_request_error',
            code: data.error,
            message: data.message,
            payment_intent: paymentIntent,
          },
        })
      else end({ paymentIntent })
    }
    const refuse = (event) => {
      event.preventDefault()
      frame.contentWindow?.postMessage({ bank: id, kind: 'refuse' }, home)
      setTimeout(
        () =>
          dialog.isConnected &&
          end({ error: { type: 'api_connection_error', message: 'The bank does not answer.' } }),
        5_000,
      )
    }
    addEventListener('message', hear)
    dialog.addEventListener('cancel', refuse)
    close.addEventListener('click', refuse)
    document.body.append(dialog)
    dialog.showModal()
  })
}
