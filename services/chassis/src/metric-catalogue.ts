/** What is measured, in words; dashboards and alerts may name nothing else (`npm run check`). */
export interface MetricDefinition {
  readonly type: 'counter' | 'gauge' | 'histogram'
  readonly help: string
  /** Upper ends, of a histogram. */
  readonly buckets?: readonly number[]
}

export type MetricCatalogue = Readonly<Record<string, MetricDefinition>>

export const counter = (help: string): MetricDefinition => ({ type: 'counter', help })
export const gauge = (help: string): MetricDefinition => ({ type: 'gauge', help })
export const histogram = (help: string, buckets: readonly number[]): MetricDefinition => ({
  type: 'histogram',
  help,
  buckets,
})

const requestSeconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1, 2.5, 5, 10, 30]

/** Of every service, each with the prefix peercert_ and the label service. */
export const chassisMetrics: MetricCatalogue = {
  http_request_seconds: histogram(
    'How long requests took, by operation and status.',
    requestSeconds,
  ),

  outbox_unsent: gauge('Facts that the relay has not sent yet.'),
  outbox_oldest_seconds: gauge('Age of the oldest fact that the relay has not sent yet.'),
  outbox_sent_total: counter('Facts that the relay has sent.'),
  outbox_parked_total: counter('Facts that are too large for the broker and were put aside.'),

  events_received_total: counter('Deliveries, by consumer, type and how they ended.'),
  events_parked: gauge('Events that were put aside and wait for a redrive, by consumer.'),
  deliveries_waiting: gauge('Deliveries inside this process that are not settled (local broker).'),
  consumer_pauses_total: counter('Pauses of a consumer after a failure that may heal.'),
  consumer_replaced_total: counter('Consumers that crashed and were replaced.'),
  consumer_lag: gauge('Records of the topic that the consumer has not settled.'),
  consumer_partition_lag: gauge('The same by partition, after its last batch.'),
  consumer_silent_seconds: gauge('Machine time since the consumer last heard or did something.'),

  reconciliation_differences: counter(
    'Events that a consumer lacks, or that its source does not know.',
  ),
  reconciliation_failures_total: counter('Comparisons that could not be made.'),
  reconciliation_mended_total: counter('Events that were published again and have come.'),
  reconciliation_waiting: gauge(
    'Events that the consumer lacks because they are still on their way to it.',
  ),
  reconciliation_until_seconds: gauge('Unix time up to which the consumer was compared.'),

  signals_connected: gauge('1 while signals of other processes come through, else 0.'),
  signals_lost_total: counter('Signals that no other process could be told.'),
  spans_lost_total: counter('Spans that no collector took.'),

  job_runs_total: counter('Runs of daily jobs, by how they ended.'),
  job_last_success_seconds: gauge('Unix time at which the job was last done.'),

  database_answers: gauge(
    '1 when the database answered the last time it was asked for these figures.',
  ),
  database_connections: gauge('Connections of the pool, by state.'),
  database_connections_max: gauge('How many connections the pool may have.'),
  database_waiting: gauge('Work that waits for a connection.'),

  event_loop_lag_seconds: gauge('How late the process came to its work since the last reading.'),
  process_memory_bytes: gauge('Resident memory of the process.'),
  process_cpu_seconds_total: counter('Processor time of the process.'),
  process_start_seconds: gauge('Unix time at which the process started.'),
}
