# What the tests need beside Node, on Debian, as far as this machine lets us install it. Sourced by .ci/run.
# Nothing here is fatal: what cannot be had is named, and the suites that need it say that they did not run.

missing=()
lack() {
  missing+=("$1")
  echo "ci: $1" >&2
}

took() { echo "ci: $1 ($((SECONDS - $2)) s)" >&2; }

is_root() { [ "$(id -u)" = 0 ]; }

java_major() { java -version 2>&1 | sed -n 's/.*version "\([0-9]*\).*/\1/p' | head -1; }

go_minor() { go env GOVERSION 2>/dev/null | sed -n 's/^go1\.\([0-9]*\).*/\1/p'; }

apt_install() {
  is_root && command -v apt-get >/dev/null || return 1
  if [ -z "${apt_updated:-}" ]; then
    apt-get -qq update >&2 || true
    apt_updated=1
  fi
  # No service is started by its package: the engine is started below, and stopped.
  DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 apt-get -qqy --no-install-recommends install "$@" >"$work/apt.log" 2>&1 && return
  tail -5 "$work/apt.log" >&2
  return 1
}

provision() {
  local from=$SECONDS wanted=()
  [ "$(java_major)" -ge 17 ] 2>/dev/null || wanted+=(openjdk-17-jre-headless)
  command -v mvn >/dev/null || wanted+=(maven)
  command -v git >/dev/null || wanted+=(git)
  command -v debootstrap >/dev/null || wanted+=(debootstrap)
  command -v docker >/dev/null && { command -v dockerd >/dev/null || docker version >/dev/null 2>&1; } || wanted+=(docker.io iptables)
  docker compose version >/dev/null 2>&1 || command -v docker-compose >/dev/null || wanted+=(docker-compose)
  # One after the other: one that this Debian does not have keeps none of the others away.
  [ ${#wanted[@]} = 0 ] || apt_install "${wanted[@]}" || for package in "${wanted[@]}"; do
    apt_install "$package" || lack "$package could not be installed"
  done
  provision_go
  took 'tools are there' $from
}

# Debian's own Go may be too old to build what we build, but not too old to fetch the one that is not.
provision_go() {
  PATH=$PATH:/usr/local/go/bin
  [ "$(go_minor)" -ge 24 ] 2>/dev/null && return
  local release
  release=$(sed -n 's/^VERSION_CODENAME=//p' /etc/os-release)
  command -v go >/dev/null || apt_install golang-go || true
  if is_root && ! [ "$(go_minor)" -ge 21 ] 2>/dev/null; then
    echo "deb http://deb.debian.org/debian $release-backports main" >/etc/apt/sources.list.d/peercert-backports.list
    apt_updated=
    apt_install -t "$release-backports" golang-go || true
  fi
  export GOTOOLCHAIN=go1.26.8+auto
  [ "$(go_minor)" -ge 24 ] 2>/dev/null || { unset GOTOOLCHAIN; lack 'Go 1.24 or newer could not be installed'; }
}

# An engine of our own when none answers, its images in the cache: they are built once.
start_engine() {
  docker version >/dev/null 2>&1 && return
  if ! is_root || ! command -v dockerd >/dev/null; then
    lack 'no Docker engine answers, and none can be started here (root and docker.io are needed)'
    return
  fi
  local from=$SECONDS root=$PEERCERT_CACHE/docker driver
  mkdir -p "$root"
  exec 9>"$PEERCERT_CACHE/docker.lock"
  # Another run has that folder: this one builds its images anew.
  flock --nonblock 9 || root=$work/docker
  export DOCKER_HOST=unix://$work/docker.sock
  for driver in '' vfs; do
    dockerd --host "$DOCKER_HOST" --data-root "$root${driver:+-$driver}" --exec-root "$work/exec" --pidfile "$work/docker.pid" \
      --oom-score-adjust 0 ${driver:+--storage-driver "$driver"} >"$work/dockerd.log" 2>&1 9>&- &
    engine=$!
    for _ in $(seq 120); do
      docker version >/dev/null 2>&1 && { took "an engine runs${driver:+ on $driver}" $from; return; }
      kill -0 $engine 2>/dev/null || break
      sleep 0.5
    done
    stop_engine
  done
  unset DOCKER_HOST
  lack "the Docker engine did not start: $(grep -v level=info "$work/dockerd.log" | tail -1)"
}

stop_engine() {
  [ -n "${engine:-}" ] || return 0
  kill "$engine" 2>/dev/null || true
  wait "$engine" 2>/dev/null || true
  engine=
  # A network namespace that it leaves mounted.
  umount --lazy "$work"/exec/netns/* 2>/dev/null || true
}

clean_up() {
  stop_engine
  rm -rf "$work" || true
}
