#!/bin/sh
# A copy of the database while the server runs, checked, the last seven kept.
#
#   sh examples/backup.sh /var/backups/aiotodo            # data/aiotodo.sqlite, or of AIOTODO_DATA; needs sqlite3
#   DATABASE_URL=postgres://… sh examples/backup.sh …     # PostgreSQL; needs pg_dump
#
# This is all of it, with accounts, keys and history, for the same server; `aiotodo export` is the todos, for anywhere else.
#
# The key of one-time codes (aiotodo.key beside the database, or AIOTODO_SECRET_KEY) is not in it: keep that somewhere else. With it,
# a backup would be a second factor; without it, people sign in by their recovery codes after a restore.
#
# `aiotodo backup` does this and more (docs/operating.md); this is for who wants the engines' own tools. To restore: `aiotodo restore COPY --data DIR`
# (sqlite); or `pg_restore --clean --if-exists -d NAME copy.dump`, and then `aiotodo doctor --new-epoch` before the start, so that clients which saw
# later changes fetch all anew.
set -eu
folder=${1:?the folder for the copies}
keep=7
umask 077
mkdir -p "$folder"
name="$folder/aiotodo-$(date -u +%Y%m%dT%H%M%SZ)"
case ${DATABASE_URL:-} in
postgres*)
  copy=$name.dump
  pg_dump --format=custom --file="$copy.part" "$DATABASE_URL"
  ;;
*)
  copy=$name.sqlite
  # Not cp: what was written last is still in the -wal file beside it.
  sqlite3 "${AIOTODO_DATA:-data}/aiotodo.sqlite" ".timeout 10000" ".backup '$copy.part'"
  test "$(sqlite3 "$copy.part" 'pragma integrity_check')" = ok
  ;;
esac
# A copy that ended halfway is never called one.
mv "$copy.part" "$copy"
ls -1 "$folder"/aiotodo-*."${copy##*.}" | sort -r | tail -n +$((keep + 1)) | while read -r old; do rm -- "$old"; done
echo "$copy"
