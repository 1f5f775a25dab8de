import { type FileHandle, mkdir, open, writeFile } from 'node:fs/promises'
import { dirname, join, normalize } from 'node:path'
import { promisify } from 'node:util'
import { inflateRaw } from 'node:zlib'

const inflated = promisify(inflateRaw)

export interface Entry {
  readonly name: string
  /** Bits of the file's permissions, 0 when the archive says nothing. */
  readonly mode: number
  read(): Promise<Buffer>
}

/** The files of a zip or jar, as far as Maven artifacts go: no encryption, no archive above 4 GiB. */
export async function readZip<T>(
  file: string,
  use: (entries: readonly Entry[]) => Promise<T>,
): Promise<T> {
  const handle = await open(file)
  try {
    return await use(await entriesOf(handle))
  } finally {
    await handle.close()
  }
}

/** Unpacks below `target`, without the archive's one top folder. */
export async function unpack(file: string, target: string): Promise<void> {
  await readZip(file, async (entries) => {
    for (const entry of entries) {
      const rest = entry.name.split('/').slice(1).join('/')
      const place = join(target, normalize(rest))
      if (!place.startsWith(target)) throw new Error(`${entry.name} leads out of the archive`)
      await mkdir(dirname(place), { recursive: true })
      await writeFile(place, await entry.read(), { mode: entry.mode || 0o644 })
    }
  })
}

const endMark = 0x06054b50
const entryMark = 0x02014b50

async function entriesOf(handle: FileHandle): Promise<Entry[]> {
  const { size } = await handle.stat()
  const tail = await bytes(handle, Math.max(0, size - 65_557), Math.min(size, 65_557))
  const end = findEnd(tail)
  const count = tail.readUInt16LE(end + 10)
  const directory = await bytes(handle, tail.readUInt32LE(end + 16), tail.readUInt32LE(end + 12))
  const entries: Entry[] = []
  let at = 0
  for (let index = 0; index < count; index += 1) {
    if (directory.readUInt32LE(at) !== entryMark) throw new Error('the archive is damaged')
    const nameLength = directory.readUInt16LE(at + 28)
    const name = directory.toString('utf8', at + 46, at + 46 + nameLength)
    if (!name.endsWith('/')) entries.push(entryAt(handle, directory, at, name))
    at += 46 + nameLength + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32)
  }
  return entries
}

function entryAt(handle: FileHandle, directory: Buffer, at: number, name: string): Entry {
  const method = directory.readUInt16LE(at + 10)
  const packed = directory.readUInt32LE(at + 20)
  const local = directory.readUInt32LE(at + 42)
  return {
    name,
    mode: (directory.readUInt32LE(at + 38) >>> 16) & 0o777,
    async read() {
      // The local header repeats the name, and its extra field may have another length.
      const header = await bytes(handle, local, 30)
      const start = local + 30 + header.readUInt16LE(26) + header.readUInt16LE(28)
      const content = await bytes(handle, start, packed)
      return method === 0 ? content : inflated(content)
    },
  }
}

function findEnd(tail: Buffer): number {
  for (let at = tail.length - 22; at >= 0; at -= 1) if (tail.readUInt32LE(at) === endMark) return at
  throw new Error('not a zip archive')
}

async function bytes(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length)
  const { bytesRead } = await handle.read(buffer, 0, length, position)
  if (bytesRead !== length) throw new Error('the archive ends too early')
  return buffer
}
