#!/bin/bash
# Makes this checkout runnable on a bare Debian machine. Does nothing that is already done, so it can be run at any time.
#
#   scripts/setup.sh [engine|images|npm|nginx|tools]...     default: all of them
#
#   engine  a running Docker engine (only the integration tests on containers need it)
#   images  the container images of the integration tests, built from Debian packages (scripts/test-images.sh)
#   npm     node_modules, as locked
#   nginx   an nginx with the Lua module on this machine: `npm run demo` and the tests that run local processes
#   tools   luacheck, promtool, wrk, curl, logrotate; redis-server and consul for the tests that run local processes
#
# On another system: install these by hand; every part first looks whether what it is for is there already.
set -euo pipefail
cd "$(dirname "$0")/.."
as_root=; [ "$(id -u)" = 0 ] || as_root=sudo

# Installs packages. Parts may run at the same time, apt may not: the lock makes them queue.
packages() {
  command -v apt-get >/dev/null || { echo "please install by hand: $*" >&2; return 1; }
  (
    flock 9
    local policy=/usr/sbin/policy-rc.d ours=
    # Packages must not start their services: ports 80 and 6379 are not ours to take.
    if [ ! -e "$policy" ]; then printf '#!/bin/sh\nexit 101\n' | $as_root tee "$policy" >/dev/null; $as_root chmod 755 "$policy"; ours=1; fi
    install_now "$@" 2>/dev/null || { refresh && install_now "$@"; } || { [ -z "$ours" ] || $as_root rm -f "$policy"; return 1; }
    [ -z "$ours" ] || $as_root rm -f "$policy"
  ) 9>"${TMPDIR:-/tmp}/gatewayc-apt-$(id -u).lock"
}
install_now() { # quiet when it works, everything it said when not
  local out
  out=$(DEBIAN_FRONTEND=noninteractive $as_root apt-get install -qy -o Dpkg::Use-Pty=0 -o DPkg::Lock::Timeout=300 \
    --no-install-recommends "$@" 2>&1) || { tail -5 <<<"$out" >&2; return 1; }
}
refresh() { $as_root apt-get update -q "$@" >/dev/null || echo "apt-get update had errors; going on" >&2; } # a broken extra source must not stop us

# `docker` alone proves nothing: the command may be there without an engine.
engine_up() { timeout 10 docker info --format '{{.ServerVersion}}' 2>/dev/null | grep -q .; }

engine() {
  engine_up && { echo "engine: docker $(docker info --format '{{.ServerVersion}}')"; return; }
  [ -z "${DOCKER_HOST:-}" ] || { echo "DOCKER_HOST=$DOCKER_HOST does not answer" >&2; return 1; }
  [ "$(id -u)" = 0 ] || { echo "no Docker engine answers; start one, run this as root, or set GATEWAYC_TEST_STACK=process" >&2; return 1; }
  if ! command -v dockerd >/dev/null; then
    packages docker.io iptables ca-certificates
    command -v docker >/dev/null || packages docker-cli # its own package from trixie on
  fi
  local started=
  if [ -d /run/systemd/system ]; then systemctl start docker; else start_dockerd; fi
  for _ in $(seq 1 300); do
    ! engine_up || break
    [ -z "$started" ] || kill -0 "$started" 2>/dev/null || break # it gave up: no use waiting
    sleep 0.2
  done
  engine_up || { echo "dockerd did not come up" >&2; tail -20 /var/log/dockerd.log >&2 || true; return 1; }
  echo "engine: docker $(docker info --format '{{.ServerVersion}} {{.Driver}} cgroup v{{.CgroupVersion}}')"
}
start_dockerd() {
  # dockerd does not mount cgroups itself; the init script does, but it is not used here.
  if ! grep -qs ' cgroup' /proc/mounts && [ -d /sys/fs/cgroup ]; then mount -t cgroup2 none /sys/fs/cgroup || true; fi
  local pid; pid=$(cat /var/run/docker.pid 2>/dev/null || true) # left by a killed dockerd: the next one refuses to start
  [ -z "$pid" ] || kill -0 "$pid" 2>/dev/null || rm -f /var/run/docker.pid
  setsid nohup dockerd >/var/log/dockerd.log 2>&1 </dev/null &
  started=$!
}

images() {
  command -v mmdebstrap >/dev/null || packages mmdebstrap
  scripts/test-images.sh
}

npm_() { npm ci; }

lua_nginx() {
  command -v openresty >/dev/null || [ -x /usr/local/openresty/nginx/sbin/nginx ] \
    || { [ -x /usr/sbin/nginx ] && [ -e /usr/lib/nginx/modules/ngx_http_lua_module.so ]; }
}
nginx() {
  if ! lua_nginx; then
    packages nginx libnginx-mod-http-lua libnginx-mod-stream lua-resty-core lua-resty-lrucache lua-cjson ca-certificates
    # Installed for us only: do not let it take port 80 at the next boot either.
    [ ! -d /run/systemd/system ] || $as_root systemctl disable --now nginx >/dev/null 2>&1 || true
  fi
  echo "nginx: $( { openresty -v || /usr/sbin/nginx -v; } 2>&1 | grep -o 'nginx version.*\|openresty/.*' | head -1)"
}

tools() {
  local missing=()
  command -v luacheck >/dev/null || missing+=(lua-check)
  command -v wrk >/dev/null || missing+=(wrk)
  command -v curl >/dev/null || missing+=(curl)
  command -v redis-server >/dev/null || missing+=(redis-server)
  command -v logrotate >/dev/null || [ -x /usr/sbin/logrotate ] || missing+=(logrotate)
  [ ${#missing[@]} = 0 ] || packages "${missing[@]}"
  [ ! -d /run/systemd/system ] || [[ " ${missing[*]} " != *redis* ]] || $as_root systemctl disable --now redis-server >/dev/null 2>&1 || true
  # One file of each of these: the packages bring services with them.
  command -v promtool >/dev/null || one_file prometheus promtool
  command -v consul >/dev/null || consul_
  echo "tools: $(command -v luacheck wrk curl promtool redis-server consul | xargs)"
}
# one_file PACKAGE PROGRAM [apt option...]: takes a program out of a package without installing the package
one_file() {
  local package=$1 program=$2 dir; shift 2
  dir=$(mktemp -d)
  (
    cd "$dir"
    set -- -o APT::Sandbox::User=root "$@" # the directory is ours alone
    apt-get download -q "$@" "$package" >/dev/null 2>&1 || { refresh "$@"; apt-get download -q "$@" "$package" >/dev/null; }
    dpkg-deb --fsys-tarfile "$package"_*.deb | tar -x ./usr/bin/"$program"
  )
  $as_root install -m 755 "$dir/usr/bin/$program" "/usr/local/bin/$program"
  rm -rf "$dir"
}
consul_() { # bullseye is the last Debian that has it; where that is, the place base-files came from tells
  local dir mirror; dir=$(mktemp -d)
  mirror=$(apt-cache policy base-files | grep -oE 'https?://[^ ]+' | grep -v security | head -1)
  echo "deb $mirror bullseye main" >"$dir/sources.list"
  mkdir "$dir/lists"
  one_file consul consul -o "Dir::Etc::sourcelist=$dir/sources.list" -o Dir::Etc::sourceparts=- -o "Dir::State::lists=$dir/lists"
  rm -rf "$dir"
}

[ $# -gt 0 ] || set -- tools nginx npm engine images
for part in "$@"; do
  since=$SECONDS
  case $part in
    npm) npm_ ;;
    engine | images | nginx | tools) "$part" ;;
    *) echo "unknown part: $part (engine images npm nginx tools)" >&2; exit 64 ;;
  esac
  echo "setup $part: $((SECONDS - since)) s"
done
