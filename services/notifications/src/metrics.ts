import type { Gauges } from '@peercert/chassis/gauges'
import { counter, gauge, type MetricCatalogue } from '@peercert/chassis/metric-catalogue'
import type pg from 'pg'
import { backlog, noticesByState } from './store/backlog.ts'

/** What notifications measures beside what each service does. */
export const mailMetrics: MetricCatalogue = {
  mails_total: counter('Notices that were worked on, by what became of them.'),
  mail_leases_lost_total: counter('Sacks of notices that another process took over meanwhile.'),
  mail_waiting: gauge('Notices that wait to be sent, by lane.'),
  mail_oldest_seconds: gauge('How long the oldest of them has been waiting, machine time.'),
  notices: gauge('All notices, by state; counted every five minutes.'),
}

/** The backlog is a small table; counting all notices reads the whole of a large one. */
export function mailGauges(pool: pg.Pool): Gauges[] {
  return [
    {
      everyMs: 5_000,
      async read(metrics) {
        const lanes = await backlog(pool)
        for (const { lane, waiting, seconds } of lanes) {
          metrics.set('mail_waiting', waiting, { lane })
          metrics.set('mail_oldest_seconds', seconds, { lane })
        }
      },
    },
    {
      everyMs: 300_000,
      async read(metrics) {
        const states = await noticesByState(pool)
        metrics.replace(
          'notices',
          states.map(({ state, count }) => [{ state }, count]),
        )
      },
    },
  ]
}
