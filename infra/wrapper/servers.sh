# shellcheck shell=bash
# Installs the servers that the tests and the distributed installation start for themselves. Sourced by ./proofsaga.

# Postgres and RabbitMQ are looked for where ProofSaga.LocalServers looks: Debian keeps them outside the PATH of ordinary users.
has_postgres() {
  compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || has initdb
}

has_rabbitmq() {
  [[ -x /usr/lib/rabbitmq/bin/rabbitmq-server ]]
}

# The packages of those that are not installed.
missing_servers() {
  has_postgres || echo postgresql
  has_rabbitmq || echo rabbitmq-server
}

# install_servers WHO_NEEDS PACKAGE...
install_servers() {
  local who_needs=$1
  shift
  (($#)) || return 0

  if ! has apt-get; then
    cannot_run "$who_needs the programs of $* (as Debian packages them), and this is no Debian"
  fi
  if ((EUID != 0)); then
    cannot_run "$who_needs $*; install with: sudo apt-get update && sudo apt-get install --yes --no-install-recommends $*"
  fi

  do_step "Installing $* with apt-get (no system service is started or enabled)" install_without_services "$@"
}

# A subshell: its exit trap takes the start-up ban away again, whatever happens in between.
install_without_services() (
  set -e
  exec 8>/run/lock/proofsaga-install.lock
  flock 8
  local policy=/usr/sbin/policy-rc.d ours='made by proofsaga, safe to delete'
  if [[ ! -e $policy ]] || grep -q "$ours" "$policy"; then
    trap 'rm -f /usr/sbin/policy-rc.d' EXIT
    printf '#!/bin/sh\n# %s\nexit 101\n' "$ours" >"$policy"
    chmod +x "$policy"
  fi

  # package lists may be absent or older than the archive: only then they are fetched
  apt_install "$@" || { apt-get update && apt_install "$@"; }

  # Debian enables what it installs for the next boot of the machine
  if [[ -d /run/systemd/system ]]; then
    systemctl disable "${@/%postgresql/postgresql.service}"
  fi
)

apt_install() {
  DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends -o DPkg::Lock::Timeout=300 "$@"
}
