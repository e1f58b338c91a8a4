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
finish() { node scripts/test-summary.mjs "$results"; exit $?; }
trap 'trap - INT TERM; echo "interrupted" >"$results/interrupted.failed"; finish' INT TERM

# step NAME COMMAND...: a failure is noted, to be counted at the end, and does not stop the others
step() {
  local name=$1; shift
  say "$name"
  "$@" || { echo "$name failed" >&2; echo "$*" >"$results/$name.failed"; return 1; }
}
# project NAME STACK VITEST-PROJECT...: one run of vitest, with a report the summary reads
project() {
  local name=$1 stack=$2 args=() one; shift 2
  for one in "$@"; do args+=(--project "$one"); done
  say "$name"
  GATEWAYC_TEST_STACK=$stack node_modules/.bin/vitest run "${args[@]}" --passWithNoTests \
    --reporter=default --reporter=json --outputFile.json="$results/$name.json"
  local code=$?
  # A run that fails without a failing test (a broken setup, an error outside of tests) must count too.
  [ $code = 0 ] || echo "vitest ended with $code" >"$results/$name.exit"
}

# What takes long goes on at the same time: packages and images on one side, npm and the compiler on the other.
setup() {
  [ "${GATEWAYC_TEST_SETUP:-}" != no ] || return 0
  scripts/setup.sh tools nginx >"$results/setup-tools.log" 2>&1 || echo "setup tools" >"$results/setup-tools.failed"
  case ${GATEWAYC_TEST_STACK:-all} in
    process | public) ;;
    *) scripts/setup.sh engine images >"$results/setup-images.log" 2>&1 || touch "$results/no-engine" ;;
  esac
}
setup & setting_up=$!

say 'npm ci'
[ -x node_modules/.bin/vitest ] || npm ci || { echo 'npm ci' >"$results/npm-ci.failed"; wait $setting_up; finish; }
step build npm run -s build || { wait $setting_up; finish; }
step typecheck npm run -s typecheck
project fast process unit golden structure
wait $setting_up
cat "$results"/setup-*.log
step lint npm run -s lint

stacks=(debian:bookworm debian:trixie process)
if [ -n "${GATEWAYC_TEST_STACK:-}" ]; then
  stacks=("$GATEWAYC_TEST_STACK")
elif [ -e "$results/no-engine" ]; then
  stacks=(process)
  printf '%s\n' '' '======================================================================' \
    'NO CONTAINER ENGINE: the integration tests run only as local processes' \
    '======================================================================' >&2
fi
for stack in "${stacks[@]}"; do project "integration-${stack//:/-}" "$stack" integration; done
finish
