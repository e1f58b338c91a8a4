#!/bin/bash
# The quick start, from a bare clone: installs what is missing (an nginx with Lua, the npm packages), builds gatewayc,
# starts a sample upstream and a gateway before it, and shows one request going through.
#
#   scripts/demo.sh            stays in the foreground until Ctrl-C
#   scripts/demo.sh --once     stops after the request (so does CI=true)
set -euo pipefail
cd "$(dirname "$0")/.."
example=examples/quickstart
once=; if [ "${1:-}" = --once ] || [ "${CI:-}" = true ]; then once=1; fi

scripts/setup.sh nginx
[ -d node_modules/yaml ] || npm ci --no-progress
npm run -s build

# Where the example listens and where it expects its upstream is written once, in its gateway.yaml.
read -r listen upstream < <(node scripts/demo-addresses.mjs "$example/gateway.yaml")

children=()
trap 'trap - EXIT; for pid in "${children[@]}"; do kill "$pid" 2>/dev/null || true; done; wait' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

PORT=$upstream node "$example/upstream.mjs" & children+=($!)
node bin/gatewayc.js run -f "$example/gateway.yaml" & gateway=$!; children+=($gateway)

answers() { node -e 'fetch(process.argv[1]).then(() => process.exit(0), () => process.exit(1))' "$1"; }
for _ in $(seq 1 100); do
  if answers "http://127.0.0.1:$listen/" && answers "http://127.0.0.1:$upstream/"; then break; fi
  kill -0 "$gateway" 2>/dev/null || { wait "$gateway" || code=$?; echo "the gateway ended with ${code:-0}" >&2; exit 1; }
  sleep 0.1
done

path=$(node scripts/demo-addresses.mjs "$example/gateway.yaml" path)
show() { if command -v curl >/dev/null; then curl -sS -i "$1"; else node -e 'fetch(process.argv[1]).then(async (r) => console.log(r.status, await r.text()))' "$1"; fi; }
echo; echo "\$ curl -i http://127.0.0.1:$listen$path"
show "http://127.0.0.1:$listen$path"
[ -z "$once" ] || exit 0
echo; echo "The gateway listens on http://127.0.0.1:$listen; Ctrl-C stops it."
wait "$gateway"
