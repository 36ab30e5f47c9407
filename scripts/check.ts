/** `npm run check`: types, lint with the layers, format and dead code; all of them, even when one fails. */

const steps: [name: string, command: string[]][] = [
  ['types', ['tsc', '--noEmit']],
  ['lint and layers', ['oxlint', '--deny-warnings']],
  ['format', ['oxfmt', '--check']],
  ['dead code', ['knip']],
]

let failed = 0
for (const [name, command] of steps) {
  const begun = performance.now()
  const { exitCode, stdout, stderr } = Bun.spawnSync(command, { stdio: ['ignore', 'pipe', 'pipe'] })
  const seconds = ((performance.now() - begun) / 1_000).toFixed(1)
  console.log(`${exitCode === 0 ? 'passed' : 'FAILED'}  ${name} (${command.join(' ')}, ${seconds} s)`)
  if (exitCode === 0) continue
  failed++
  console.log(stdout.toString() + stderr.toString())
}
console.log(`check: ${steps.length - failed} passed, ${failed} failed`)
process.exit(failed === 0 ? 0 : 1)
