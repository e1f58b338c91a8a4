#!/bin/bash
# Everything that can be checked, from a bare clone; `npm test` and .ci/run are this. Installs what is missing (setup.sh),
# skips nothing, and ends with one line: `tests: N passed, N failed`. The integration tests run three times: on the Debian
# bookworm image, on the trixie image, and as local processes. Where no container engine can be had, only the last is
# possible; that is said loudly.
#
#   GATEWAYC_TEST_STACK=process|debian[:suite]|public   run the integration tests on this only
#   GATEWAYC_TEST_SETUP=no                              install nothing
set -uo pipefail
cd "$(dirname "$0")/.."
results=.test-results
rm -rf "$results"; mkdir -p "$results"
export CI=${CI:-true}

say() { printf '\n== %s (%d s)\n' "$*" "$SECONDS"; }
abandon() { wait; cat "$results"/setup-*.log; finish; } # nothing further can work
finish() { node scripts/test-summary.mjs "$results"; exit $?; }
trap 'trap - INT TERM; echo "interrupted" >"$results/interrupted.failed"; finish' INT TERM

# step NAME COMMAND...: a failure is noted, to be counted at the end, and does not stop the others
step() {
  local name=$1; shift
  say "$name"
  "$@" || { echo "$name failed" >&2; echo "$*" >"$results/$name.failed"; return 1; }
}
# project NAME WORKERS STACK VITEST-PROJECT...: one run of vitest, with a report the summary reads. Tests in containers wait more
# than they compute, so more workers than cores are well used; those that deploy to this machine run one after the other.
project() {
  local name=$1 stack=$3 args=(--maxWorkers="$2") one; shift 3
  for one in "$@"; do args+=(--project "$one"); done
  say "$name"
  GATEWAYC_TEST_STACK=$stack node_modules/.bin/vitest run "${args[@]}" --passWithNoTests \
    --reporter=default --reporter=json --outputFile.json="$results/$name.json"
  local code=$?
  # A run that fails without a failing test (a broken setup, an error outside of tests) must count too.
  [ $code = 0 ] || echo "vitest ended with $code" >"$results/$name.exit"
}

# What takes long goes on at the same time: packages and images beside npm and the compiler.
install_tools() { scripts/setup.sh tools nginx >"$results/setup-tools.log" 2>&1 || touch "$results/setup-tools.failed"; }
install_images() {
  case ${GATEWAYC_TEST_STACK:-all} in process | public) return ;; esac
  scripts/setup.sh engine >"$results/setup-engine.log" 2>&1 || { touch "$results/no-engine"; return; }
  scripts/setup.sh images >"$results/setup-images.log" 2>&1 || touch "$results/setup-images.failed"
}
tools=; images=
if [ "${GATEWAYC_TEST_SETUP:-}" != no ]; then
  install_tools & tools=$!
  install_images & images=$!
fi

[ -x node_modules/.bin/vitest ] || step npm-ci npm ci || abandon
step build npm run -s build || abandon
step typecheck npm run -s typecheck
wait $tools
say 'tools'
cat "$results"/setup-tools.log
step lint npm run -s lint
project fast 2 process unit golden structure
wait $images
say 'engine and images'
cat "$results"/setup-{engine,images}.log 2>/dev/null

stacks=(debian:bookworm debian:trixie process)
if [ -n "${GATEWAYC_TEST_STACK:-}" ]; then
  stacks=("$GATEWAYC_TEST_STACK")
elif [ -e "$results/no-engine" ]; then
  stacks=(process)
  printf '%s\n' '' '======================================================================' \
    'NO CONTAINER ENGINE: the integration tests run only as local processes' \
    '======================================================================' >&2
fi
project host 1 process host
for stack in "${stacks[@]}"; do project "integration-${stack//:/-}" 3 "$stack" integration; done
finish
