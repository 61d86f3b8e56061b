#!/usr/bin/env bash
# Holds a running service against its own document, with a tool that is not ours: schemathesis asks
# every operation with every role's token, and nothing may come back that the document does not name.
# `bash tests/contract.sh PROGRAM [EXAMPLES]`; installs schemathesis from PyPI into target/schemathesis.
set -euo pipefail
cd "$(dirname "$0")/.."
program=$(realpath "$1")
examples=${2:-20}
export SCHEMATHESIS_HOOKS=contract_hooks PYTHONPATH=tests
tool=${SCHEMATHESIS:-target/schemathesis/bin/schemathesis}
if [ ! -x "$tool" ]; then
    python3 -m venv target/schemathesis
    target/schemathesis/bin/pip -q install 'schemathesis==4.*'
fi
folder=$(mktemp -d)
"$program" --json serve --demo --demo-seconds 2 --listen 127.0.0.1:0 --data-dir "$folder/data" \
    --requests-per-second 1000000 >"$folder/said" 2>"$folder/log" &
server=$!
trap 'kill $server 2>/dev/null || true; rm -rf "$folder"' EXIT
for _ in $(seq 100); do
    if grep -q '}' "$folder/said"; then break; fi
    sleep 0.2
done
address=$(python3 -c 'import json, sys; print(json.load(open(sys.argv[1]))["listen"])' "$folder/said")
failed=0
for role in organizer company academic coordinator nobody; do
    token=$(python3 -c 'import json, sys; print(json.load(open(sys.argv[1])).get(sys.argv[2], ""))' \
        "$folder/data/demo-tokens.json" "$role")
    echo "== $role"
    header=()
    if [ -n "$token" ]; then header=(--header "Authorization: Bearer $token"); fi
    # Signing out ends the token, and a stream does not end by itself.
    "$tool" run "http://$address/api/openapi.json" --url "http://$address" "${header[@]}" \
        --checks not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance \
        --exclude-path-regex '(/events|/sign-out)$' --phases examples,coverage,fuzzing \
        --max-examples "$examples" --no-shrink --generation-deterministic --workers 2 --continue-on-failure || failed=1
done
# What is no HTTP at all the server itself refuses; a fault of ours is another matter.
if grep '"level":"ERROR"' "$folder/log" | grep -q '"target":"enishi'; then
    grep '"level":"ERROR"' "$folder/log" | grep '"target":"enishi' | head -20
    failed=1
fi
exit $failed
