import { Phone } from './foot.tsx'
import { useSession } from './session.ts'

/** A sentence whose phone number can be pressed. */
export function PhoneText({ text }: { text: string }) {
  const { phone } = useSession().program
  const [before, after] = text.split(phone, 2)
  if (after === undefined) return <>{text}</>
  return (
    <>
      {before}
      <Phone phone={phone} />
      {after}
    </>
  )
}
