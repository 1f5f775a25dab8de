/** Topics and rights as deploy/kafka/topics.yaml says, on a cluster that knows the principals. */
import { asOperator } from '@peercert/stack/kafka/operator'
import { applyPlan } from '@peercert/stack/kafka/rights'
import { operator } from '@peercert/stack/kafka/settings'
import { topicPlan } from '@peercert/stack/kafka/topics'

const { KAFKA_BROKERS = '', KAFKA_PASSWORD = '' } = process.env
const cluster = { brokers: KAFKA_BROKERS.split(','), users: { [operator]: KAFKA_PASSWORD } }
const plan = topicPlan()
await asOperator(cluster, (admin) => applyPlan(admin, plan))
console.log(`${plan.topics.length} topics, rights for ${plan.principals.length} principals`)
