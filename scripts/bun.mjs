#!/usr/bin/env node
// Runs Bun on this project, after installing what a fresh clone lacks: all that a machine needs is Node and npm, or Bun alone.
//   node scripts/bun.mjs [--dev] <arguments of bun>      --dev: what tests and benchmarks need is installed as well
import { spawn, spawnSync } from 'node:child_process'
import { accessSync, chmodSync, constants as constantsOf, existsSync, readFileSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { constants } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))

const read = (...path) => JSON.parse(readFileSync(join(root, ...path), 'utf8'))

/** Whether a package that is needed is not there, or in another version: after a pull as in a fresh clone. */
function isMissing(dev) {
  const { dependencies, devDependencies } = read('package.json')
  return Object.entries({ ...dependencies, ...(dev && devDependencies) }).some(([name, version]) => {
    try {
      return read('node_modules', name, 'package.json').version !== version
    } catch {
      return true
    }
  })
}

/** Installs the packages of package-lock.json when one is missing; Bun itself is one of them. */
function installMissing(dev) {
  // An installed package is run from where its own dependencies already are.
  if (!existsSync(join(root, 'package-lock.json')) || !isMissing(dev)) return
  console.error('aiotodo: installing what is missing …')
  const [command, ...args] = process.versions.bun
    ? [process.execPath, 'install', '--no-save', ...(dev ? [] : ['--production'])]
    : // Not "npm ci": it insists that the lock file names the binaries of every platform, and not every registry has them.
      [
        'npm',
        'install',
        '--no-save',
        '--no-audit',
        '--no-fund',
        '--loglevel=error',
        ...(dev ? [] : ['--omit=dev']),
      ]
  const done = spawnSync(command, args, {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  })
  if (done.status === 0) return
  console.error(`aiotodo: "${[command, ...args].join(' ')}" failed; see its message above, and try again`)
  process.exit(1)
}

/** A package's script puts Bun in place of a small file: where scripts are not run, this is Bun still. */
function platformBun(resolve) {
  const isWindows = process.platform === 'win32'
  const isMusl = process.platform === 'linux' && !process.report.getReport().header.glibcVersionRuntime
  const arch = process.arch === 'arm64' ? 'aarch64' : process.arch
  const name = `@oven/bun-${isWindows ? 'windows' : process.platform}-${arch}${isMusl ? '-musl' : ''}`
  const path = join(dirname(resolve(`${name}/package.json`)), 'bin', isWindows ? 'bun.exe' : 'bun')
  try {
    accessSync(path, constantsOf.X_OK)
  } catch {
    chmodSync(path, 0o755)
  }
  return path
}

/** A file that is smaller than so many bytes is not Bun. */
const least = 1e6

/** The Bun that runs this file, else the pinned one from npm. */
function bunPath() {
  if (process.versions.bun) return process.execPath
  try {
    const manifest = createRequire(join(root, 'package.json')).resolve('bun/package.json')
    const path = join(dirname(manifest), 'bin', 'bun.exe')
    if (existsSync(path) && statSync(path).size > least) return path
    // It is among the dependencies of that package, which managers may keep apart.
    return platformBun(createRequire(manifest).resolve)
  } catch {
    return undefined
  }
}

/**
 * Bun takes its configuration from the folder that a command is started in, and that folder may be anybody's: a download, a
 * clone, /tmp. Its bunfig.toml and the `paths` of its tsconfig.json name code to run, its .env sets variables such as
 * AIOTODO_SERVER. So each of them is named here, and is this project's own; what is installed is what is used.
 */
const ownConfiguration = [
  `--config=${join(root, 'scripts', 'bunfig.toml')}`,
  `--tsconfig-override=${join(root, 'tsconfig.json')}`,
  '--no-env-file',
  '--no-install',
]

/** Runs Bun with these arguments, hands signals on, and ends as it ends. */
export function runBun(args) {
  const dev = args[0] === '--dev'
  installMissing(dev)
  const bun = bunPath()
  if (!bun) {
    console.error(
      `aiotodo: Bun is not installed; run "npm install --include=optional" in ${root}, or have Bun (https://bun.sh) and run "bun run start"`,
    )
    process.exit(1)
  }
  const bin = join(root, 'node_modules', '.bin')
  const env = { ...process.env, PATH: `${dirname(bun)}:${bin}:${process.env.PATH}` }
  const child = spawn(bun, [...ownConfiguration, ...(dev ? args.slice(1) : args)], { stdio: 'inherit', env })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'])
    process.on(signal, () => child.kill(signal))
  child.on('exit', (code, signal) => process.exit(signal ? 128 + constants.signals[signal] : (code ?? 1)))
}

if (process.argv[1] === fileURLToPath(import.meta.url)) runBun(process.argv.slice(2))
