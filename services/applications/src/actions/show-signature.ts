import type { components } from '@peercert/contracts/applications'
import { attestationId, type TextId, textOfVersion, textOn } from '../program.ts'
import { dayOf } from '../rules/calendar.ts'
import { fill, inWords, type Language, readingMinutes } from '../rules/text.ts'
import type { SignatureRecord } from '../store/signatures.ts'

export function showSignature(signature: SignatureRecord): components['schemas']['Signature'] {
  return {
    signatureId: signature.id,
    purpose: signature.purpose as 'issue' | 'renewal' | 'late-renewal',
    codeVersion: signature.codeVersion,
    ...(signature.attestationVersion !== null && {
      attestationVersion: signature.attestationVersion,
    }),
    language: signature.language as Language,
    at: signature.signedAt.toISOString(),
    imported: signature.imported,
  }
}

/** Word for word what was on the screen: version and language as signed, dates filled in. */
export function showSignedText(signature: SignatureRecord): components['schemas']['SignedText'] {
  const language = signature.language as Language
  const code = showText('code-of-ethics', signature.codeVersion, language)
  const attestation = attestationOf(signature, language)
  return {
    signature: showSignature(signature),
    signatureName: signature.typedName,
    boxes: Object.entries(attestation.boxes ?? {}).flatMap(([box, sentence]) =>
      signature.boxes[box] ? [sentence] : [],
    ),
    texts: signature.attestationVersion === null ? [code] : [code, attestation],
  }
}

/** On receiving the certification only the sentence about the Code is signed, in its words of that day. */
function attestationOf(signature: SignatureRecord, language: Language): Text {
  const textId = attestationId(signature.purpose === 'late-renewal')
  const version = signature.attestationVersion ?? textOn(textId, dayOf(signature.signedAt)).version
  return filled(showText(textId, version, language), datesOf(signature, language))
}

function datesOf({ ceFrom, ceTo }: SignatureRecord, language: Language): Record<string, string> {
  return {
    ...(ceFrom && { from: inWords(ceFrom, language) }),
    ...(ceTo && { to: inWords(ceTo, language) }),
  }
}

type Text = components['schemas']['Text']

export function showText(textId: TextId, version: string, language: Language): Text {
  const text = textOfVersion(textId, version)
  const words = text.languages[language]
  return {
    textId,
    version,
    inForceFrom: text.from,
    language,
    title: words.title,
    readingMinutes: readingMinutes(words),
    ...(words.changes.length > 0 && { changes: [...words.changes] }),
    ...(words.boxes && { boxes: { ...words.boxes } }),
    sections: words.sections.map(({ heading, paragraphs }) => ({
      heading,
      paragraphs: [...paragraphs],
    })),
  }
}

function filled(text: Text, dates: Readonly<Record<string, string>>): Text {
  const boxes = Object.entries(text.boxes ?? {}).map(([box, words]) => [box, fill(words, dates)])
  return {
    ...text,
    boxes: Object.fromEntries(boxes) as Record<string, string>,
    sections: text.sections.map(({ heading, paragraphs }) => ({
      heading,
      paragraphs: paragraphs.map((paragraph) => fill(paragraph, dates)),
    })),
  }
}
