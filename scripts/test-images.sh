#!/bin/bash
# Builds the container images of the integration tests from Debian packages only: no image registry is needed.
# Idempotent: an image whose recipe has not changed is not built again. Cold about a minute, warm a second.
#
#   scripts/test-images.sh [--force] [image...]     default: every image of the list below
set -euo pipefail
cd "$(dirname "$0")/.."
IMAGES=(gateway:bookworm gateway:trixie node:bookworm redis:bookworm consul:bookworm)
PREFIX=gatewayc-test
export DOCKER_BUILDKIT=0 # the classic builder is in every engine and client; BuildKit needs a plugin
FORCE=; [ "${1:-}" != --force ] || { FORCE=1; shift; }
[ $# = 0 ] || IMAGES=("$@")
logs=$(mktemp -d); trap 'rm -rf "$logs"' EXIT

# The smallest Debian that has apt. mmdebstrap and apt know their mirror themselves.
base() {
  local suite=$1 image=$PREFIX/base:$1 since=$SECONDS
  if [ -z "$FORCE" ] && docker image inspect "$image" >/dev/null 2>&1; then echo "ok    $image"; return; fi
  command -v mmdebstrap >/dev/null || { echo "mmdebstrap is needed: scripts/setup.sh images" >&2; return 2; }
  mmdebstrap --variant=minbase \
    --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/doc/*' \
    --dpkgopt='path-exclude=/usr/share/locale/*' --dpkgopt='path-exclude=/usr/share/info/*' \
    --dpkgopt=force-unsafe-io --aptopt='Acquire::Languages "none"' --aptopt='APT::Install-Recommends "false"' \
    "$suite" "$logs/$suite.tar" >"$logs/base-$suite" 2>&1 || { tail -30 "$logs/base-$suite" >&2; return 1; }
  docker import --change 'CMD ["/bin/bash"]' "$logs/$suite.tar" "$image" >/dev/null
  rm -f "$logs/$suite.tar"
  echo "built $image in $((SECONDS - since)) s"
}

role() {
  local name=${1%:*} suite=${1#*:} image=$PREFIX/$1 since=$SECONDS recipe file sum
  file=test/images/$name.Dockerfile
  recipe=$(docker image inspect -f '{{index .Config.Labels "gatewayc.recipe"}}' "$image" 2>/dev/null || true)
  sum=$({ cat "$file"; docker image inspect -f '{{.Id}}' "$PREFIX/base:$suite"; } | sha256sum | cut -c1-16)
  if [ -z "$FORCE" ] && [ "$recipe" = "$sum" ]; then echo "ok    $image"; return; fi
  # apt needs the network. The default bridge works where NAT does; the host's network also works where it does not.
  docker build --force-rm --network host --build-arg "BASE=$PREFIX/base:$suite" --label "gatewayc.recipe=$sum" \
    -t "$image" -f "$file" test/images >"$logs/$name-$suite" 2>&1 \
    || { echo "FAILED $image" >&2; tail -30 "$logs/$name-$suite" >&2; return 1; }
  echo "built $image in $((SECONDS - since)) s"
}

# One line of work a suite: its base, then all its roles at once.
suite() {
  local image jobs=() rc=0
  base "$1"
  for image in "${IMAGES[@]}"; do [ "${image#*:}" != "$1" ] || { role "$image" & jobs+=($!); }; done
  for job in "${jobs[@]}"; do wait "$job" || rc=1; done
  return $rc
}

suites=(); rc=0
for s in $(printf '%s\n' "${IMAGES[@]#*:}" | sort -u); do suite "$s" & suites+=($!); done
for job in "${suites[@]}"; do wait "$job" || rc=1; done
echo "images: $SECONDS s"
exit $rc
