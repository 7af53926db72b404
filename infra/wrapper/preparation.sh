# shellcheck shell=bash
# Brings a checkout to where its programs can run. Every step is skipped when its inputs are those of the last time.

build_rules=(ProofSaga.sln global.json Directory.Build.props Directory.Packages.props .editorconfig BannedSymbols.txt)
service_sources=(contracts services "${build_rules[@]}")

# Everything that the demo and the host run.
prepare_services() {
  with_lock preparation prepare_services_alone || exit 1
}

# Everything that the tests run.
prepare_solution() {
  with_lock preparation prepare_solution_alone
}

prepare_services_alone() {
  install_node_packages && compile_contracts && build_services
}

prepare_solution_alone() {
  install_node_packages && compile_contracts && build_solution
}

install_node_packages() {
  local inputs
  inputs=$(sha256sum <"$root/infra/package-lock.json")
  if [[ -d $root/infra/node_modules ]] && is_done node-packages "$inputs"; then return; fi

  do_step "Installing the Node packages of infra/ (npm ci)" npm_ci && mark_done node-packages "$inputs"
}

npm_ci() {
  cd "$root/infra" && npm ci --loglevel=error --no-fund --no-audit
}

compile_contracts() {
  local inputs
  inputs=$(fingerprint infra/chain/contracts infra/chain/compile.mjs infra/chain/solidity infra/package-lock.json)
  if [[ -d $root/infra/chain/artifacts ]] && is_done contracts "$inputs"; then return; fi

  do_step "Compiling the contracts (solc)" node "$root/infra/chain/compile.mjs" && mark_done contracts "$inputs"
}

build_services() {
  local inputs project
  inputs=$(fingerprint "${service_sources[@]}")
  if [[ -f $standalone && -f $cli ]] && is_done services "$inputs"; then return; fi

  for project in "${services[@]}"; do
    do_step "Building $(basename "$project" .csproj)" build "$project" || return
  done
  mark_done services "$inputs"
}

build_solution() {
  local inputs service_inputs
  inputs=$(fingerprint "${service_sources[@]}" tests)
  service_inputs=$(fingerprint "${service_sources[@]}")
  if is_done solution "$inputs"; then return; fi

  do_step "Building ProofSaga.sln" build ProofSaga.sln && mark_done solution "$inputs" && mark_done services "$service_inputs"
}

# A compiler server of our own name: ending it afterwards (see run_in_group) ends nobody else's.
build() {
  cd "$root" &&
    MSBUILDDISABLENODEREUSE=1 dotnet build "$1" --configuration Release --verbosity quiet -p:SharedCompilationId="proofsaga-$$"
}

# fingerprint PATH...: names, sizes and times of all source files there.
fingerprint() (
  cd "$root"
  find "$@" \( -name bin -o -name obj -o -name TestResults -o -name node_modules \) -prune -o -type f -printf '%p %s %T@\n' |
    LC_ALL=C sort | sha256sum
)

is_done() {
  [[ -f $state/stamps/$1 && $(<"$state/stamps/$1") == "$2" ]]
}

mark_done() {
  mkdir -p "$state/stamps"
  printf '%s\n' "$2" >"$state/stamps/$1"
}

# with_lock NAME COMMAND...: one at a time in this checkout.
with_lock() {
  local name=$1 status=0 lock
  shift
  mkdir -p "$state/locks"
  exec {lock}>"$state/locks/$name"
  if ! flock --nonblock "$lock"; then
    say "• Waiting for another ./proofsaga in this folder ($name)"
    flock "$lock"
  fi
  locks+=("$lock")
  "$@" || status=$?
  unset 'locks[-1]'
  exec {lock}>&-
  return "$status"
}
