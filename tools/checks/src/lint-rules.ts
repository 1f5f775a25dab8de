/** Rules of the house that the linter does not bring along; it loads this file as a plugin. */
interface Node {
  readonly type: string
  readonly name?: string
  readonly callee?: Node
  readonly arguments?: readonly Node[]
  readonly object?: Node
  readonly property?: Node
}
interface Context {
  report(problem: { node: Node; message: string }): void
}

/** What decides gets its time as an argument; the machine's own is no program time. */
const noCurrentDate = {
  create: (context: Context) => ({
    NewExpression(node: Node) {
      if (node.callee?.name === 'Date' && node.arguments?.length === 0)
        context.report({ node, message: 'Ask the clock: `new Date()` is the time of the machine.' })
    },
  }),
}

/** kafkajs alone answers "sent" for records that are not in the log. */
const reliableProducer = {
  create: (context: Context) => ({
    CallExpression(node: Node) {
      const { callee } = node
      if (callee?.type !== 'MemberExpression' || callee.property?.name !== 'producer') return
      if (/kafka/i.test(callee.object?.name ?? ''))
        context.report({ node, message: 'Send through the reliable producer of the chassis.' })
    },
  }),
}

/** The linter wants its plugin as the default export. */
export default {
  meta: { name: 'house' },
  rules: { 'no-current-date': noCurrentDate, 'reliable-producer': reliableProducer },
}
