#!/bin/sh
# The API by curl: make, quick add, filter, change safely, send twice, many at once, and what changed meanwhile.
#
#   AIOTODO_SERVER=http://localhost:8080 AIOTODO_TOKEN=aiotodo_… sh examples/api.sh
#
# Without accounts no token is needed. It makes a list of its own, and puts that in the trash at the end.
set -eu
api="${AIOTODO_SERVER:-http://localhost:8080}/api/v1"
# --fail-with-body: an error is shown and ends the script. Its words stand in "detail".
ask() {
  curl -sS --fail-with-body -H 'Content-Type: application/json' ${AIOTODO_TOKEN:+-H "Authorization: Bearer $AIOTODO_TOKEN"} "$@" || return
  echo
}
new_id() { od -An -N16 -tx1 /dev/urandom | tr -d ' \n' | sed -E 's/(.{8})(.{4}).(.{3}).(.{3})(.{12})/\1-\2-4\3-8\4-\5/'; }

echo '# A list and a todo. Ids may be yours: with PUT, sending it twice makes one.'
list=$(new_id)
todo=$(new_id)
ask "$api/lists" -d "{\"id\": \"$list\", \"name\": \"From curl\"}"
ask -X PUT "$api/todos/$todo" -d "{\"list\": \"$list\", \"name\": \"Water the plants\", \"due\": \"2030-12-01\"}"

echo '# Quick add: a todo from one line.'
ask "$api/todos/quick" -d "{\"text\": \"Pay rent every 1st at 9am !high #home\", \"list\": \"$list\", \"zone\": \"Europe/Berlin\"}"

echo '# What a filter finds.'
ask -G "$api/todos" -d "list=$list" -d sort=due --data-urlencode 'filter=not finished and (#home or priority >= high)'

echo '# Change only what you have seen: the ETag is the version, and another one is refused with 412.'
etag=$(ask -o /dev/null -D - "$api/todos/$todo" | sed -n 's/\r$//; s/^[Ee][Tt][Aa][Gg]: //p')
ask -X PATCH "$api/todos/$todo" -H "If-Match: $etag" -d '{"notes": "Not the cactus."}'
ask -X PATCH "$api/todos/$todo" -H "If-Match: $etag" -d '{"notes": "All of them."}' || echo '(refused, as it should be)'

echo '# Sent again under the same key, a command acts once and gets its first answer.'
key=$(new_id)
for _ in 1 2; do
  ask "$api/todos" -H "Idempotency-Key: $key" -d "{\"list\": \"$list\", \"name\": \"Feed the cat\"}"
done

echo '# Many at once, all or nothing.'
ask "$api/batch" -d "{\"atomic\": true, \"commands\": [
  {\"type\": \"updateTodo\", \"todo\": \"$todo\", \"changes\": {\"finished\": true}},
  {\"type\": \"createTodo\", \"todo\": {\"list\": \"$list\", \"name\": \"Buy soil\", \"labels\": [\"garden\"]}}
]}"

echo '# All that changed in the list, as a stream; without --max-time it goes on for as long as you listen.'
ask -N --max-time 1 -H 'Accept: text/event-stream' "$api/changes?space=$list" || true

ask -X DELETE "$api/lists/$list"
