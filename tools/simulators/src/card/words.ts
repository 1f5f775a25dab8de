/** The words of the card fields and of the bank's page. */
export const words = {
  en: {
    title: 'Card details',
    number: 'Card number',
    expiry: 'Expiration',
    cvc: 'Security code',
    zip: 'ZIP code',
    number_error: 'Check the card number.',
    expiry_error: 'Check the expiration date, like 08 / 29.',
    expired_error: 'This card has expired. Use another card.',
    cvc_error: 'Check the security code – 3 digits on the back, 4 on the front of some cards.',
    zip_error: 'Enter a ZIP code with 5 digits, like 95814.',
    no_answer: 'The card company does not answer. Try again.',
    bank: 'Your bank',
    bank_simulated: 'This is a simulated bank. No money moves.',
    bank_asks: 'Do you want to pay {amount} to {merchant} with the card ending {last4}?',
    bank_confirm: 'Confirm',
    bank_refuse: 'Refuse',
    bank_done: 'Thank you. You can go back.',
    bank_over: 'There is nothing to confirm here any more.',
    close: 'Close',
  },
  es: {
    title: 'Datos de la tarjeta',
    number: 'Número de tarjeta',
    expiry: 'Vencimiento',
    cvc: 'Código de seguridad',
    zip: 'Código postal',
    number_error: 'Revise el número de la tarjeta.',
    expiry_error: 'Revise la fecha de vencimiento, como 08 / 29.',
    expired_error: 'Esta tarjeta está vencida. Use otra tarjeta.',
    cvc_error:
      'Revise el código de seguridad: 3 dígitos en el reverso o, en algunas tarjetas, 4 en el frente.',
    zip_error: 'Escriba un código postal de 5 dígitos, como 95814.',
    no_answer: 'La compañía de la tarjeta no responde. Intente otra vez.',
    bank: 'Su banco',
    bank_simulated: 'Este es un banco simulado. No se mueve dinero.',
    bank_asks: '¿Quiere pagar {amount} a {merchant} con la tarjeta terminada en {last4}?',
    bank_confirm: 'Confirmar',
    bank_refuse: 'Rechazar',
    bank_done: 'Gracias. Puede regresar.',
    bank_over: 'Aquí ya no hay nada que confirmar.',
    close: 'Cerrar',
  },
} as const

export type Language = keyof typeof words

export function languageOf(locale: string | undefined): Language {
  return locale?.toLowerCase().startsWith('es') ? 'es' : 'en'
}
