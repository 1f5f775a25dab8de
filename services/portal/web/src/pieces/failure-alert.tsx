import { failureText } from '../frame/failure.tsx'
import { useSpeech } from '../words/language.ts'
import { Alert } from './alert.tsx'

/** What went wrong with the last press; nothing when nothing did. */
export function FailureAlert({ error }: { error: unknown }) {
  const { t } = useSpeech()
  if (!error) return null
  return (
    <Alert tone="error" role="alert">
      {failureText(error, t)}
    </Alert>
  )
}
