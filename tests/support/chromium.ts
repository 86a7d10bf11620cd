import { execFile } from 'node:child_process'
import { accessSync, constants, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { brotliDecompress } from 'node:zlib'
import { type Browser, chromium } from 'playwright-core'

type Program = { executablePath: string; env?: Record<string, string> }

const inflate = promisify(brotliDecompress)

/** The browser in CHROME_PATH, else the computer's own Chromium, else the one that comes with the packages. */
export async function launchChromium(): Promise<Browser> {
  const { executablePath, env } = findProgram() ?? (await unpackedProgram())
  return await chromium.launch({
    executablePath,
    ...(env && { env: { ...given(), ...env } }),
    args: [
      // It shows pages of ours alone, and its sandbox runs neither as root nor in most containers.
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
}

function findProgram(): Program | undefined {
  if (process.env.CHROME_PATH) return { executablePath: process.env.CHROME_PATH }
  const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome']
  const folders = (process.env.PATH ?? '').split(delimiter)
  const inPath = names.flatMap((name) => folders.map((folder) => join(folder, name)))
  const onMac = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'
  const executablePath = [...inPath, onMac].find(isExecutable)
  return executablePath === undefined ? undefined : { executablePath }
}

/** Unpacked once, beside its place and moved there whole, so that an interrupted run leaves no half of a browser. */
async function unpackedProgram(): Promise<Program> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(
      'There is no Chromium for this computer among the packages: set CHROME_PATH to one, then try again.',
    )
  }
  const packed = join(createRequire(import.meta.url).resolve('@sparticuz/chromium'), '../../..')
  const { version } = JSON.parse(readFileSync(join(packed, 'package.json'), 'utf8')) as { version: string }
  const folder = join(process.cwd(), 'node_modules/.cache', `chromium-${version}`)
  if (!existsSync(folder)) await unpack(join(packed, 'bin'), folder)
  return {
    executablePath: join(folder, 'chromium'),
    env: { LD_LIBRARY_PATH: join(folder, 'al2023/lib'), FONTCONFIG_FILE: join(folder, 'fonts.conf') },
  }
}

async function unpack(packed: string, folder: string): Promise<void> {
  const draft = `${folder}.${process.pid}`
  mkdirSync(draft, { recursive: true })
  writeFileSync(join(draft, 'chromium'), await inflate(readFileSync(join(packed, 'chromium.br'))), { mode: 0o755 })
  for (const [archive, into] of [
    ['al2023.tar.br', 'al2023'],
    ['fonts.tar.br', 'fonts'],
    ['swiftshader.tar.br', '.'],
  ] as const) {
    await untar(await inflate(readFileSync(join(packed, archive))), join(draft, into))
  }
  writeFileSync(join(draft, 'fonts.conf'), fontSettings(folder))
  try {
    renameSync(draft, folder)
  } catch (error) {
    rmSync(draft, { recursive: true })
    if (!existsSync(folder)) throw error
  }
}

async function untar(archive: Buffer, into: string): Promise<void> {
  mkdirSync(into, { recursive: true })
  const running = promisify(execFile)('tar', ['-x', '-C', into])
  running.child.stdin?.end(archive)
  await running
}

/** Without a valid one, and many containers have none, every page crashes. */
function fontSettings(folder: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig><dir>${folder}/fonts</dir><dir>/usr/share/fonts</dir><cachedir>${folder}/font-cache</cachedir></fontconfig>
`
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false // not there, or not for us: the next place may have one
  }
}

function given(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  )
}
