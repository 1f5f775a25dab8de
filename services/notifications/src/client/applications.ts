import { client } from '@peercert/chassis/client'
import { TransientError } from '@peercert/chassis/transient'
import type { paths } from '@peercert/contracts/applications'

type Question = NonNullable<
  paths['/standing/reminders']['post']['requestBody']
>['content']['application/json']['reminders'][number]

export interface Standing {
  readonly stands: boolean
  readonly drafted: boolean
}

export interface Applications {
  /** One answer for each, in the order given (NOT-6). */
  standingOf(reminders: readonly Question[]): Promise<readonly Standing[]>
}

export function applicationsClient(url: string, fetchWith: typeof fetch): Applications {
  const api = client<paths>(url, fetchWith)
  return {
    async standingOf(reminders) {
      if (reminders.length === 0) return []
      const { data } = await api.POST('/standing/reminders', {
        body: { reminders: [...reminders] },
      })
      if (data?.answers.length !== reminders.length)
        throw new TransientError('applications does not answer which reminders stand')
      return data.answers
    },
  }
}
