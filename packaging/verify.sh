#!/bin/sh
# Checks what was downloaded of a release, in the folder that it is in: each file against SHA256SUMS, and that against its signature.
#
#   sh verify.sh [PUBLIC_KEY]       the key as it stands in README.md; without it the signature is not looked at
set -eu
cd "$(dirname "$0")"
if [ $# -gt 0 ]; then
  command -v minisign >/dev/null || { echo "minisign is not there; see https://jedisct1.github.io/minisign/" >&2; exit 1; }
  minisign -Vqm SHA256SUMS -P "$1" || { echo "SHA256SUMS was not signed by that key: do not use these files" >&2; exit 1; }
fi
if command -v sha256sum >/dev/null; then sums="sha256sum"; else sums="shasum -a 256"; fi
$sums --ignore-missing -c SHA256SUMS
