#!/bin/bash
# Format and lint of the Lua that is shipped. luacheck is Debian's lua-check (scripts/setup.sh tools).
set -euo pipefail
cd "$(dirname "$0")/.."
[ -d lua ] || exit 0
node_modules/.bin/stylua --check lua
command -v luacheck >/dev/null || { echo "luacheck is missing: scripts/setup.sh tools" >&2; exit 1; }
luacheck --quiet lua
