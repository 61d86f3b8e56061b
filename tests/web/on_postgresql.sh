#!/usr/bin/env bash
# The journeys that write, once more on PostgreSQL: a cluster of their own that goes away with them, an
# empty database each. Arguments go to each journey.
set -euo pipefail
cd "$(dirname "$0")"
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1)
[ -n "$bin" ] || bin=$(pg_config --bindir)
folder=$(mktemp -d)
port=$(node -e 'const s = require("net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close(); })')
# PostgreSQL refuses to run as root; then it runs as the package's own user.
as=()
if [ "$(id -u)" -eq 0 ]; then
    chown postgres "$folder"
    as=(runuser -u postgres --)
fi
# From a folder that every user may read.
server() { (cd / && "${as[@]}" "$bin/$1" -D "$folder/data" "${@:2}" >/dev/null); }
end() {
    server pg_ctl -m immediate stop || true
    rm -rf "$folder"
}
trap end EXIT
server initdb -U enishi --auth=trust -E UTF8 -N
server pg_ctl -w -l "$folder/log" \
    -o "-p $port -k $folder -c listen_addresses=127.0.0.1 -c fsync=off" start
for journey in journey participants places versions organizer; do
    "$bin/createdb" -h 127.0.0.1 -p "$port" -U enishi "$journey"
    echo "on PostgreSQL:"
    DATABASE_URL="postgres://enishi@127.0.0.1:$port/$journey" node "$journey.mjs" "$@"
done
