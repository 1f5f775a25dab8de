import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { useNavigate, useRouterState } from '@tanstack/react-router'
import { useState } from 'react'
import type { components } from '@peercert/contracts/applications'
import { feeRequestQuery, queryClient, renewalQuery } from '../api/queries.ts'
import { BackLink, Title } from '../frame/page.tsx'
import { Steps } from '../frame/steps.tsx'
import { Checking } from '../renewal/no-renewal.tsx'
import { useSpeech } from '../words/language.ts'
import { FeeBox } from './fee-box.tsx'
import { PayBox } from './pay-box.tsx'
import { SendAgain } from './send-again.tsx'
import { WhatStands } from './what-stands.tsx'

type Renewal = components['schemas']['Renewal']
type Information = NonNullable<components['schemas']['MyRenewal']['information']>

/** S8: every answer, what was signed, the fee, and Pay. */
export function CheckAndPay() {
  const { data } = useSuspenseQuery(renewalQuery)
  if (!data.renewal || !data.information) return null
  return <Page renewal={data.renewal} information={data.information} />
}

const boxPath = '/renewal/pay/box'
const isWide = () => matchMedia('(min-width: 48em)').matches

interface PageProps {
  readonly renewal: Renewal
  readonly information: Information
}

function Page({ renewal, information }: PageProps) {
  const { t } = useSpeech()
  const { open, show, close, feeRequestId, paid } = usePayBox(renewal)
  const fee = useQuery({
    ...feeRequestQuery(feeRequestId ?? ''),
    enabled: feeRequestId !== undefined,
  })
  const unknown = renewal.state === 'checking' || fee.data?.state === 'checking'
  return (
    <div className="grid">
      <Steps now={4} />
      <Title
        form
        title={t('pay.title')}
        tab={open ? t('pay.box.title') : t('pay.title')}
        quiet={open}
        back={<BackLink to="/renewal/attestation" text={t('frame.steps.attestation')} />}
      />
      <div className="col" id="content">
        <WhatStands renewal={renewal} information={information} />
        {renewal.feePaid ? (
          <SendAgain renewal={renewal} />
        ) : unknown ? (
          <div className="gap-5">
            <Checking />
          </div>
        ) : (
          <FeeBox
            renewal={renewal}
            information={information}
            feeRequest={fee.data ?? null}
            show={show}
          />
        )}
      </div>
      {feeRequestId && !renewal.feePaid && (
        <PayBox
          feeRequestId={feeRequestId}
          open={open}
          close={close}
          expiresOn={information.expiresOn}
          paid={paid}
        />
      )}
    </div>
  )
}

/** On a phone the box has an address of its own, so that Back closes it. */
function usePayBox(renewal: Renewal) {
  const navigate = useNavigate()
  const path = useRouterState({ select: ({ location }) => location.pathname })
  const [wideOpen, setWideOpen] = useState(false)
  const [checkedOut, setCheckedOut] = useState<string | null>(null)
  const onPhonePath = path === boxPath
  const feeRequestId = checkedOut ?? renewal.feeRequestId
  return {
    open: wideOpen || onPhonePath,
    feeRequestId,
    show(id: string) {
      setCheckedOut(id)
      if (isWide()) setWideOpen(true)
      else void navigate({ to: boxPath })
    },
    close() {
      setWideOpen(false)
      if (onPhonePath) void navigate({ to: '/renewal/pay', replace: true })
    },
    /** Completion is applications' own: asked for until it knows, then its page. */
    async paid() {
      const { late } = renewal
      for (let tries = 0; tries < 20; tries++) {
        const now = await queryClient
          .fetchQuery({ ...renewalQuery, staleTime: 0 })
          .catch(() => null)
        const state = now?.renewal?.state
        if (state && state !== 'draft' && state !== 'checking') break
        await new Promise((resume) => setTimeout(resume, 300))
      }
      await queryClient.invalidateQueries()
      await navigate({ to: late ? '/renewal/late' : '/dashboard', replace: true })
    },
  }
}
