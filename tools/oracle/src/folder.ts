import { findRunning } from '@peercert/local/data-folder'
import { folderOf } from '@peercert/local/options'

const usual = ['.peercert/data', '.peercert/stack']

/** The folder that was named, or else the usual one on which a system runs. */
export async function runningFolder(named: string | undefined): Promise<string> {
  const folders = named === undefined ? usual.map((folder) => folderOf(folder)) : [named]
  for (const folder of folders) if (await findRunning(folder)) return folder
  throw new Error('PeerCert does not run. Start it with npm start or npm run stack -- up.')
}
