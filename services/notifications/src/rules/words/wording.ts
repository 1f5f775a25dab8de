/** The shape of the mails' words in one language. What is in braces and brackets: ../template.ts. */
export type WordingName =
  | 'M-1'
  | 'M-2'
  | 'M-3'
  | 'M-4'
  | 'M-5'
  | 'M-6'
  | 'M-7'
  | 'M-8'
  | 'M-9-approved'
  | 'M-9-refused'
  | 'M-10'
  | 'M-11'
  | 'M-12'
  | 'M-13'
  | 'M-14'
  | 'M-15'
  | 'M-16'

/** Why somebody gets a mail: its last line. */
export type Because = 'notice' | 'reminder' | 'certification' | 'code' | 'former' | 'copy'

export interface Words {
  readonly subject: string
  readonly paragraphs: readonly string[]
}

export interface Wording {
  readonly program: string
  readonly greeting: string
  readonly mails: Readonly<Record<WordingName, Words>>
  /** Added to the extra reminders when a draft is under way. */
  readonly drafted: string
  /** Marks what staff send again. */
  readonly copy: string
  readonly portal: string
  readonly help: string
  readonly because: Readonly<Record<Because, string>>
}
