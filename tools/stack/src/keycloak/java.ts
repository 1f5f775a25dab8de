import { join } from 'node:path'

/** What the server's own start script gives the machine, for a small server that starts soon. */
const machine = [
  '-Xms64m',
  '-Xmx256m',
  '-XX:MetaspaceSize=96M',
  '-XX:MaxMetaspaceSize=256m',
  '-XX:+ExitOnOutOfMemoryError',
  '-XX:TieredStopAtLevel=1',
  '-XX:+UseSerialGC',
  '-Dfile.encoding=UTF-8',
  '-Duser.language=en',
  '-Duser.country=US',
  '-Djava.security.egd=file:/dev/urandom',
  '-Djava.util.logging.manager=org.jboss.logmanager.LogManager',
  '-Djava.util.concurrent.ForkJoinPool.common.threadFactory=io.quarkus.bootstrap.forkjoin.QuarkusForkJoinWorkerThreadFactory',
  '-Dpicocli.disable.closures=true',
  '-Dquarkus-log-max-startup-records=10000',
  '--add-opens=java.base/java.util=ALL-UNNAMED',
  '--add-opens=java.base/java.util.concurrent=ALL-UNNAMED',
  '--add-opens=java.base/java.security=ALL-UNNAMED',
  '--add-opens=java.base/java.lang=ALL-UNNAMED',
]

export interface Command {
  readonly program: string
  readonly args: string[]
  readonly env: NodeJS.ProcessEnv
}

export interface JavaRun {
  /** The prepared server. */
  readonly server: string
  readonly args: readonly string[]
  readonly flags?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
}

/**
 * Java itself, not the start script around it: the process that is named, measured and killed is
 * the server. Its environment is what is given here and nothing else.
 */
export function javaCommand({ server, args, flags = [], env = {} }: JavaRun): Command {
  const { PATH, JAVA_HOME } = process.env
  return {
    program: JAVA_HOME ? join(JAVA_HOME, 'bin/java') : 'java',
    args: [
      ...machine,
      ...flags,
      `-Dkc.home.dir=${server}`,
      `-Djboss.server.config.dir=${join(server, 'conf')}`,
      '-cp',
      join(server, 'lib/quarkus-run.jar'),
      'io.quarkus.bootstrap.runner.QuarkusEntryPoint',
      ...args,
    ],
    env: { ...(PATH && { PATH }), ...env },
  }
}

export interface Places {
  /** The folder of the database's file. */
  readonly data: string
  readonly port: number
  readonly management: number
}

/**
 * Loopback only. `--cache=local` belongs to the start: given to the build alone, the server's
 * cluster parts listen on every address of the machine.
 */
export function startArguments({ data, port, management }: Places): string[] {
  return [
    'start',
    '--optimized',
    '--cache=local',
    '--http-enabled=true',
    '--http-host=127.0.0.1',
    `--http-port=${port}`,
    `--hostname=http://127.0.0.1:${port}`,
    '--http-management-host=127.0.0.1',
    `--http-management-port=${management}`,
    `--db-url=jdbc:h2:file:${join(data, 'keycloakdb')};NON_KEYWORDS=VALUE;DB_CLOSE_ON_EXIT=FALSE;WRITE_DELAY=0;TRACE_LEVEL_FILE=0`,
    '--log-level=INFO,io.smallrye.health:ERROR',
    '--log-console-color=false',
  ]
}

export const readyAddress = (management: number) => `http://127.0.0.1:${management}/health/ready`
