// The bank's page inside a merchant's dialog: tells the merchant's page the outcome, and nothing else.
const { bankOutcome: outcome, intent, origin, error, message } = document.body.dataset
document.querySelector('h1')?.focus()
if (outcome && origin) parent.postMessage({ bank: intent, status: outcome, error, message }, origin)

const form = document.querySelector('form')
addEventListener('message', ({ source, origin: from, data }) => {
  if (!form || source !== parent || from !== form.elements.origin.value || data?.kind !== 'refuse')
    return
  form.querySelector('button[value=refuse]').click()
})

// Leaving the dialog is a refusal, and Escape pressed in here leaves it as well.
addEventListener('keydown', (event) => {
  if (event.key === 'Escape' && form?.elements.framed.value)
    form.querySelector('button[value=refuse]').click()
})
