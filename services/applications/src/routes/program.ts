import { counties } from '@peercert/contracts/program'
import { showText } from '../actions/show-signature.ts'
import type { Routes } from '../deps.ts'
import { numbersOn, textOn } from '../program.ts'

export const programRoutes: Pick<Routes, 'getProgram' | 'getText'> = {
  async getProgram(_call, { clock }) {
    const today = clock.today()
    const numbers = numbersOn(today)
    return {
      status: 200,
      body: {
        today,
        feeCents: numbers.feeCents,
        lateFeeCents: numbers.lateFeeCents,
        windowDays: numbers.windowDays,
        lateMonths: numbers.lateMonths,
        reviewDays: numbers.reviewDays,
        ceHours: numbers.ceMinutes / 60,
        ceEthicsHours: numbers.ceEthicsMinutes / 60,
        counties: [...counties],
      },
    }
  },

  async getText({ params, query }, { clock }) {
    const { version } = textOn(params.textId, clock.today())
    return { status: 200, body: showText(params.textId, version, query.language) }
  },
}
