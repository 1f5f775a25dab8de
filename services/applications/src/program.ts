import {
  feeOn,
  inForce,
  parameterOn,
  parameters,
  type ProgramText,
  texts,
} from '@peercert/contracts/program'

/** The numbers of the program in force on a day; rules get them as arguments (rulebook 0.3). */
export interface Numbers {
  readonly day: string
  readonly termYears: number
  readonly windowDays: number
  readonly lateMonths: number
  readonly reinstateMonths: number
  readonly reviewDays: number
  readonly questionDays: number
  readonly appealDays: number
  readonly waiverDays: number
  readonly reminderDays: readonly number[]
  readonly expiredNoticeDays: number
  readonly lookBackYears: number
  readonly retentionYears: number
  readonly responseDays: number
  readonly ceMinutes: number
  readonly ceEthicsMinutes: number
  readonly registryExpiredYears: number
  readonly registryRevokedYears: number
  readonly feeCents: number
  readonly lateFeeCents: number
}

let last: Numbers | undefined

export function numbersOn(day: string): Numbers {
  if (last?.day !== day) last = read(day)
  return last
}

function read(day: string): Numbers {
  const value = (name: string) => parameterOn(name, day)
  return {
    day,
    termYears: value('cert.term.years'),
    windowDays: value('renewal.window.days'),
    lateMonths: value('renewal.late.maxMonths'),
    reinstateMonths: value('renewal.reinstateWithExam.maxMonths'),
    reviewDays: value('renewal.late.review.days'),
    questionDays: value('renewal.late.question.days'),
    appealDays: value('appeal.file.days'),
    waiverDays: value('renewal.lateFeeWaiver.usable.days'),
    reminderDays: listOn('renewal.reminder.days', day),
    expiredNoticeDays: value('renewal.expiredNotice.days'),
    lookBackYears: value('ce.lookBack.years'),
    retentionYears: value('ce.retention.years'),
    responseDays: value('audit.response.days'),
    ceMinutes: value('ce.total.minutes'),
    ceEthicsMinutes: value('ce.lawEthics.minutes'),
    registryExpiredYears: value('registry.expired.years'),
    registryRevokedYears: value('registry.revoked.years'),
    feeCents: feeOn('RENEWAL', day),
    lateFeeCents: feeOn('LATE_RENEWAL', day),
  }
}

function listOn(name: string, day: string): readonly number[] {
  const rows = parameters.filter((parameter) => parameter.name === name)
  const value = inForce(rows, day)?.value
  if (!Array.isArray(value)) throw new Error(`no list ${name} on ${day}`)
  return value as readonly number[]
}

export type TextId = 'code-of-ethics' | 'attestation' | 'attestation-late'

/** The version of a text in force on a day (REN-26); before the first one, the first one. */
export function textOn(textId: TextId, day: string): ProgramText {
  const versions = texts.filter((text) => text.textId === textId)
  const first = [...versions].sort((a, b) => (a.from < b.from ? -1 : 1))[0]
  const text = inForce(versions, day) ?? first
  if (!text) throw new Error(`no text ${textId}`)
  return text
}

/** A version as it was, for what was signed. */
export function textOfVersion(textId: TextId, version: string): ProgramText {
  const text = texts.find((each) => each.textId === textId && each.version === version)
  if (!text) throw new Error(`no text ${textId} version ${version}`)
  return text
}

export function attestationId(late: boolean): TextId {
  return late ? 'attestation-late' : 'attestation'
}
