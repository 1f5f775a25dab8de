/** The profile "rush" (a month's last hour): what the tool and the script that k6 runs have to agree on. */

/** A second, of each. */
export const rates = { reads: 30, writes: 6, logIns: 3, verifications: 100 }

/** Status changes follow one another, as fast as they are seen. */
export type FigureName = keyof typeof rates | 'statusChanges'

export interface Someone {
  readonly email: string
  readonly language: 'en' | 'es'
}

/** Everything that the script is told. */
export interface RushOrder {
  readonly portal: string
  /** Takes sanctions. */
  readonly control: string
  /** Each of them is used by one of k6's virtual users at a time. */
  readonly people: readonly Someone[]
  /** Whose certification is suspended and not suspended again, in turn. */
  readonly sanctioned: Someone
  readonly password: string
  /** Measured seconds of the rush, and of the verifications after it. */
  readonly seconds: number
  /** Before each of the two, not measured. */
  readonly warmUpSeconds: number
}

/** Milliseconds of what was measured. */
export interface Figure {
  readonly count: number
  readonly p50: number
  readonly p95: number
  readonly p99: number
  readonly max: number
}

/** Everything that the script hands back. Mistakes count from the first log-in on, warm-up included. */
export interface RushResult {
  readonly figures: Readonly<Record<FigureName, Figure>>
  /** Answers of 500 and more. */
  readonly serverErrors: number
  /** Answers that were not what they must be, those among them. */
  readonly wrong: number
  /** Answers in all. */
  readonly answers: number
  /** What was begun and had no end when k6 had waited long enough for it. */
  readonly unfinished: number
}

/** How many may be at work at once; more than that means that the rate is not kept. */
export const most = { reads: 24, writes: 12, logIns: 12, verifications: 80 }

/** One for each virtual user that may be at work during the rush, whatever it does, and the one who is sanctioned. */
export const crowdSize = most.reads + most.writes + most.logIns + 1 + 1
