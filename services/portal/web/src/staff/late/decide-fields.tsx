import { SelectField, TextField } from '../../pieces/field.tsx'
import { TextArea } from '../pieces/text-area.tsx'
import type { Draft } from './draft.ts'
import { questions, refusals, type RefusalCode } from './sentences.ts'

interface FieldsProps {
  readonly draft: Draft
}

export function ApproveFields({ draft }: FieldsProps) {
  if (!draft.allMet)
    return <p>A check is not met, so it cannot be approved. Ask one question or refuse.</p>
  return (
    <TextField
      label="Reason"
      width="full"
      value={draft.reason}
      maxLength={500}
      onChange={(event) => draft.setReason(event.target.value)}
    />
  )
}

export function QuestionFields({ draft, asked }: FieldsProps & { asked: boolean }) {
  if (asked) return <p>One question was asked already; there is no second one.</p>
  const choose = (index: string) => {
    const words = questions[Number(index)]
    draft.setWords(words && index !== '' ? words : { en: '', es: '' })
  }
  return (
    <>
      <SelectField
        label="A question that exists"
        width="full"
        defaultValue=""
        onChange={(event) => choose(event.target.value)}
      >
        <option value="">Write one yourself</option>
        {questions.map(({ en }, index) => (
          <option key={en} value={index}>
            {en}
          </option>
        ))}
      </SelectField>
      <BothLanguages draft={draft} what="Question" />
    </>
  )
}

export function RefuseFields({ draft }: FieldsProps) {
  return (
    <>
      <SelectField
        label="Reason"
        value={draft.code}
        onChange={(event) => draft.setCode(event.target.value as RefusalCode | '')}
      >
        <option value="">Choose</option>
        {Object.entries(refusals).map(([code, { text }]) => (
          <option key={code} value={code}>
            {text}
          </option>
        ))}
      </SelectField>
      {draft.code !== '' && <BothLanguages draft={draft} what="Sentence for the person" />}
    </>
  )
}

/** The person reads it in their language, and may switch. */
function BothLanguages({ draft, what }: FieldsProps & { what: string }) {
  return (
    <div className="both">
      <TextArea
        label={`${what}, English`}
        value={draft.en}
        onChange={(en) => draft.setWords({ en })}
        rows={3}
        max={1000}
      />
      <TextArea
        label={`${what}, Spanish`}
        lang="es"
        value={draft.es}
        onChange={(es) => draft.setWords({ es })}
        rows={3}
        max={1000}
      />
    </div>
  )
}
