import { createHash } from 'node:crypto'
import {
  cpSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { localName } from '@peercert/stack/containers/names'
import { docker, imageLabel, imageSize } from './engine.ts'
import type { Recipe } from './recipes.ts'

const images = resolve(import.meta.dirname, '../../../deploy/image')
const label = 'org.peercert.content'

export interface Built {
  readonly name: string
  readonly image: string
  readonly bytes: number
  readonly seconds: number
  /** False: it was there already, of the same content. */
  readonly made: boolean
}

/** Builds an image unless the engine has it with exactly this content. */
export async function buildImage(recipe: Recipe, fresh = false): Promise<Built> {
  const from = performance.now()
  const image = localName(recipe.name)
  const context = mkdtempSync(join(tmpdir(), 'peercert-image-'))
  try {
    cpSync(join(images, recipe.folder), context, { recursive: true })
    await recipe.fill(context)
    const base = recipe.from ? await imageLabel(localName(recipe.from), label) : ''
    const content = digestOf(context, base ?? '', recipe.made)
    const made = fresh || (await imageLabel(image, label)) !== content
    if (made) await build(recipe, { context, image, content })
    const seconds = (performance.now() - from) / 1_000
    return { name: recipe.name, image, bytes: await imageSize(image), seconds, made }
  } finally {
    rmSync(context, { recursive: true, force: true })
  }
}

interface Order {
  readonly context: string
  readonly image: string
  readonly content: string
}

async function build({ from, online }: Recipe, { context, image, content }: Order): Promise<void> {
  const base = from ? ['--build-arg', `FROM=${localName(from)}`] : []
  const network = online ? 'host' : 'none'
  const flags = ['--network', network, '--no-cache', '--force-rm', '--label', `${label}=${content}`]
  await docker('build', '--quiet', ...flags, ...base, '--tag', image, context)
}

/** What is in a folder, whenever it was written. */
function digestOf(folder: string, base: string, made?: RegExp): string {
  const hash = createHash('sha256').update(base)
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }).toSorted()) {
    if (made?.test(name)) continue
    const file = join(folder, name)
    const stat = lstatSync(file)
    hash.update(`\0${name}\0${stat.mode & 0o111}\0`)
    if (stat.isSymbolicLink()) hash.update(readlinkSync(file))
    else if (stat.isFile()) hash.update(readFileSync(file))
  }
  return hash.digest('hex').slice(0, 32)
}
