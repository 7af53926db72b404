# shellcheck shell=bash
# Installs the servers that the tests start for themselves. Sourced by ./proofsaga.

# Postgres and RabbitMQ are looked for where the test fixtures look: Debian keeps them outside the PATH of ordinary users.
has_postgres() {
  [[ -n ${PROOFSAGA_TEST_POSTGRES:-} ]] || compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || has initdb
}

has_rabbitmq() {
  [[ -n ${PROOFSAGA_TEST_RABBITMQ:-} || -x /usr/lib/rabbitmq/bin/rabbitmq-server ]]
}

missing_test_packages() {
  has_postgres || echo postgresql
  has_rabbitmq || echo rabbitmq-server
}

install_test_servers() {
  local packages
  mapfile -t packages < <(missing_test_packages)
  install_servers "the tests need" ": name running servers in PROOFSAGA_TEST_POSTGRES and PROOFSAGA_TEST_RABBITMQ" "${packages[@]}"
}

# install_servers WHO_NEEDS OTHERWISE PACKAGE...: OTHERWISE ends the sentence for a system that is no Debian.
install_servers() {
  local needs=$1 otherwise=$2
  shift 2
  (($#)) || return 0

  if ! has apt-get; then
    cannot_run "$needs $* and this is no Debian$otherwise"
  fi
  if ((EUID != 0)); then
    cannot_run "$needs $*; install with: sudo apt-get update && sudo apt-get install --yes --no-install-recommends $*"
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
