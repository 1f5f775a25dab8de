// Where this script comes from; the frames live there as well.
export const home = new URL(document.currentScript.src).origin

export const titles = {
  en: {
    number: 'Card number',
    expiry: 'Expiration',
    cvc: 'Security code',
    zip: 'ZIP code',
    all: 'Card details',
    bank: 'Your bank',
    close: 'Close',
  },
  es: {
    number: 'Número de tarjeta',
    expiry: 'Vencimiento',
    cvc: 'Código de seguridad',
    zip: 'Código postal',
    all: 'Datos de la tarjeta',
    bank: 'Su banco',
    close: 'Cerrar',
  },
}

export const languageOf = (locale) => {
  const wanted = !locale || locale === 'auto' ? document.documentElement.lang : locale
  return /^es/i.test(wanted) ? 'es' : 'en'
}
