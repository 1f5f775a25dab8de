/** What the outside world says happened: the card processor and the mail server. */
export interface Charge {
  readonly intentId: string
  readonly paymentId: string
  readonly feeRequestId: string
  readonly status: string
  readonly amountCents: number
}

export interface Refunded {
  readonly intentId: string
  readonly amountCents: number
}

export interface Journals {
  charges(): Promise<Charge[]>
  refunds(): Promise<Refunded[]>
  /** Message-IDs without brackets, each as often as it was taken; undefined when it forgot the first. */
  mails(): Promise<{ readonly ids: readonly string[]; readonly whole: boolean }>
}

interface Intent {
  readonly id: string
  readonly status: string
  readonly amount_received: number
  readonly metadata: { readonly paymentId?: string; readonly feeRequestId?: string }
}

export function openJournals(urls: { card: string; mail: string; cardKey: string }): Journals {
  const list = async <T extends { readonly id: string }>(path: string): Promise<T[]> => {
    const all: T[] = []
    for (let more = true; more;) {
      const last = all.at(-1)
      const after = last ? `&starting_after=${last.id}` : ''
      const answer = await fetch(`${urls.card}/v1/${path}?limit=100${after}`, {
        headers: { authorization: `Bearer ${urls.cardKey}` },
      })
      if (!answer.ok) throw new Error(`the card processor answers ${answer.status} to ${path}`)
      const page = (await answer.json()) as { data: T[]; has_more: boolean }
      all.push(...page.data)
      more = page.has_more
    }
    return all
  }
  return {
    charges: async () =>
      (await list<Intent>('payment_intents')).map((intent) => ({
        intentId: intent.id,
        paymentId: intent.metadata.paymentId ?? '',
        feeRequestId: intent.metadata.feeRequestId ?? '',
        status: intent.status,
        amountCents: intent.amount_received,
      })),
    refunds: async () =>
      (
        await list<{ id: string; payment_intent: string; amount: number; status: string }>(
          'refunds',
        )
      )
        .filter(({ status }) => status === 'succeeded')
        .map((refund) => ({ intentId: refund.payment_intent, amountCents: refund.amount })),
    async mails() {
      const answer = await fetch(`${urls.mail}/journal`)
      const entries = (await answer.json()) as { seq: number; what: string; messageId?: string }[]
      const taken = entries.filter(({ what }) => what === 'taken')
      const ids = taken.map(({ messageId = '' }) => messageId.replaceAll(/[<>]/g, ''))
      return { ids, whole: (entries[0]?.seq ?? 1) === 1 }
    },
  }
}
