import { useSuspenseQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { components } from '@peercert/contracts/applications'
import { dashboardQuery } from '../api/queries.ts'
import { useSpeech } from '../words/language.ts'

interface LastDayProps {
  readonly information: NonNullable<components['schemas']['MyRenewal']['information']>
}

/** A calm line on the last day; the minutes of the last hour, announced every ten. */
export function LastDay({ information }: LastDayProps) {
  const { t, format } = useSpeech()
  const { data } = useSuspenseQuery(dashboardQuery)
  const standing = data.certification?.standing
  const left = useMinutes(standing?.facts.minutesLeft)
  if (information.late || left === null) return null
  const total = information.feeCents + information.lateFeeCents
  const shown = left <= 60 ? minutesText(left, t) : ''
  return (
    <p className="last-day">
      {t('pay.lastDay', { lateTotal: format.money(total) })} {shown}
      <span className="usa-sr-only" role="status">
        {left <= 60 && left % 10 === 0 ? shown : ''}
      </span>
    </p>
  )
}

const minutesText = (minutes: number, t: ReturnType<typeof useSpeech>['t']) =>
  minutes === 1 ? t('pay.minuteLeft') : t('pay.minutesLeft', { minutes })

/** Counts down from what the service said; null when it is not the last day. */
function useMinutes(said: number | undefined): number | null {
  const [passed, setPassed] = useState(0)
  useEffect(() => {
    setPassed(0)
    const timer = setInterval(() => setPassed((before) => before + 1), 60_000)
    return () => clearInterval(timer)
  }, [said])
  return said === undefined ? null : Math.max(0, said - passed)
}
