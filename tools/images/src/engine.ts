import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** What the engine's command line answers. DOCKER_HOST says which engine, as everywhere. */
export async function docker(...args: string[]): Promise<string> {
  try {
    const { stdout } = await run('docker', args, { maxBuffer: 1 << 26, env: classic })
    return stdout.trim()
  } catch (error) {
    const { stderr = '', stdout = '' } = error as { stderr?: string; stdout?: string }
    const said = [...stdout.split('\n').slice(-15), ...stderr.split('\n')].join('\n').trim()
    throw new Error(`docker ${args[0]} failed:\n${said}`, { cause: error })
  }
}

/** The builder that every engine has, and that takes its base from the images that are there. */
const classic = { ...process.env, DOCKER_BUILDKIT: '0' }

export async function imageLabel(name: string, label: string): Promise<string | undefined> {
  const format = `{{index .Config.Labels "${label}"}}`
  return docker('image', 'inspect', '--format', format, name).catch(() => undefined)
}

export async function imageExists(name: string): Promise<boolean> {
  return docker('image', 'inspect', name).then(
    () => true,
    () => false,
  )
}

export async function imageSize(name: string): Promise<number> {
  return Number(await docker('image', 'inspect', '--format', '{{.Size}}', name))
}
