import { useEffect, useState } from 'react'
import { useSpeech } from '../words/language.ts'

/** The verification link as a picture, drawn here; the encoder is fetched only where a certificate stands. */
export function Qr({ text }: { text: string }) {
  const { t } = useSpeech()
  const [drawn, draw] = useState<{ size: number; path: string } | null>(null)
  useEffect(() => {
    let here = true
    void import('./qr-code.ts').then(({ qrPath }) => here && draw(qrPath(text)))
    return () => void (here = false)
  }, [text])
  if (!drawn) return null
  return (
    <svg
      role="img"
      viewBox={`0 0 ${drawn.size} ${drawn.size}`}
      shapeRendering="crispEdges"
      aria-label={t('certificate.qr')}
    >
      <path d={drawn.path} />
    </svg>
  )
}
