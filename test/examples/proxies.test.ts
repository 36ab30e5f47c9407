/**
 * The proxies of examples/ and of the guides open local mode to nobody (SPEC.md, L38), as they are written; proxies.long.test.ts runs
 * them.
 */
import { expect, test } from 'bun:test'
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dir, '..', '..')
const read = (path: string) => readFileSync(join(root, path), 'utf8')

/** What a configuration of nginx, HAProxy, Caddy or Apache listens on, by line. */
const listens = /^\s*(?:listen|bind|Listen)\s+(\S+)(.*)$/gm
/** What a site of Caddy listens on without TLS. */
const plainSites = /^\s*(:\d+|http:\/\/(?!localhost|127\.)\S*)\s*\{/gm
const isLoopback = (address: string) => /^(127\.[\d.]+|\[::1\]|localhost)(:|$)/.test(address)
/** A line by which another Host is handed on than the one that came. */
const setsHost =
  /(?:proxy_set_header\s+Host|set-header\s+Host|header_up\s+Host|RequestHeader\s+set\s+Host)\s+(?!\$http_host|\$host\b|%\[req\.hdr\(host\)|\{host)/i

/** Why a configuration may open a server without accounts to others. */
function faultsOf(config: string): string[] {
  const lines = config.split('\n').filter((line) => !/^\s*(#|\/\/)/.test(line))
  const text = lines.join('\n')
  const isForAccounts = /^#.*with accounts/m.test(config)
  const open = [...text.matchAll(listens)].filter(([, address = '', more = '']) => {
    const isTls = /\bssl\b/.test(more)
    return !isLoopback(address) && !(isForAccounts && isTls)
  })
  return [
    ...[...open, ...text.matchAll(plainSites)].map(([line]) => `listens for others: ${line.trim()}`),
    ...lines.filter((line) => setsHost.test(line)).map((line) => `sets the Host: ${line.trim()}`),
  ]
}

const isOfProxy = (text: string) => /proxy_pass|reverse_proxy|default_backend|ProxyPass/.test(text)

test('[L38] no proxy of the examples and guides listens for others without accounts, or hands on another Host', () => {
  const configs = [
    ...readdirSync(join(root, 'examples')).map((name) => `examples/${name}`),
    ...['docs', 'docs/zh-CN'].flatMap((folder) =>
      readdirSync(join(root, folder))
        .filter((name) => name.endsWith('.md'))
        .map((name) => `${folder}/${name}`),
    ),
    'README.md',
    'README.zh-CN.md',
  ].flatMap((path): [string, string][] =>
    path.endsWith('.md')
      ? [...read(path).matchAll(/^```[^\n]*\n(.*?)^```/gms)].map(([, block = '']) => [path, block])
      : [[path, read(path)]],
  )
  const ofProxies = configs.filter(([, text]) => isOfProxy(text))
  expect(ofProxies.map(([path]) => path)).toContainValues([
    'examples/nginx.conf',
    'examples/nginx-nodes.conf',
    'examples/haproxy.cfg',
    'examples/Caddyfile',
  ])
  expect(ofProxies.flatMap(([path, text]) => faultsOf(text).map((fault) => [path, fault]))).toEqual([])
})

test.each([
  'listen 80;\nlocation / { proxy_pass http://x; }',
  'listen 0.0.0.0:80;\nproxy_set_header Host $http_host;',
  'listen [::]:80;',
  '  bind :80\n',
  '  bind *:80\n',
  'listen 127.0.0.1:80;\nproxy_set_header Host localhost;',
  'bind 127.0.0.1:80\n  http-request set-header Host localhost',
  'localhost\nreverse_proxy 127.0.0.1:8080 {\n  header_up Host localhost\n}',
  'listen 443 ssl;',
  ':80 {\n  reverse_proxy 127.0.0.1:8080\n}',
])('[L38] what was written there once is found: %j', (config) => {
  expect(faultsOf(config)).not.toEqual([])
})
