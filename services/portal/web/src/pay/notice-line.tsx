import { Link } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { PhoneText } from '../frame/phone-text.tsx'
import { Alert } from '../pieces/alert.tsx'
import { useSpeech } from '../words/language.ts'
import type { PayNotice } from './pay-words.ts'

/** What happened, with "You have not been charged." first whenever it is true; it comes into view. */
export function NoticeLine({ notice }: { notice: PayNotice | null }) {
  const { t } = useSpeech()
  const box = useRef<HTMLDivElement>(null)
  const text = notice?.text
  useEffect(() => {
    if (!text) return
    box.current?.focus({ preventScroll: true })
    box.current?.scrollIntoView({ block: 'nearest' })
  }, [text])
  if (!notice) return null
  return (
    <div tabIndex={-1} ref={box} className="notice">
      <Alert
        tone={notice.tone}
        role="alert"
        lead={notice.notCharged ? t('pay.notCharged') : undefined}
      >
        <PhoneText text={notice.text} />
        {notice.link && (
          <>
            {' '}
            <Link to={notice.link.to}>{notice.link.text}</Link>
          </>
        )}
      </Alert>
    </div>
  )
}
