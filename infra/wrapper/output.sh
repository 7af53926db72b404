# shellcheck shell=bash
# What ./proofsaga says, and how it runs other programs: quietly, bounded to a process group, with nothing left behind.

group=
beside=
ticker=
locks=()

has() { command -v "$1" >/dev/null 2>&1; }

say() { printf '%s\n' "$*"; }

complain() { printf 'proofsaga: %s\n' "$*" >&2; }

# The machine lacks something: one line, exit code 2.
cannot_run() {
  complain "$*"
  exit 2
}

# do_step TEXT COMMAND...: says what is done and how long it took; shows the command's output only if it fails.
do_step() {
  local text=$1 log status=0 start=$SECONDS
  shift
  mkdir -p "$state"
  log=$(mktemp "$state/step.XXXXXX")
  if [[ -t 1 ]]; then
    without_locks tick "$text" &
    ticker=$!
  else
    say "• $text"
  fi

  run_in_group "$log" "$@" || status=$?
  stop_ticker
  if ((status == 0)); then
    if [[ -t 1 ]]; then printf '\r• %s: done in %d s\n' "$text" $((SECONDS - start)); fi
  else
    if [[ -t 1 ]]; then say; fi
    cat "$log" >&2
    complain "failed: $text"
  fi
  rm -f "$log"
  return "$status"
}

# run_in_group LOG COMMAND...: the command has its own process group, and what it leaves running (compiler servers) ends with it.
run_in_group() {
  local log=$1 status=0
  shift
  set -m
  without_locks "$@" </dev/null >"$log" 2>&1 &
  group=$!
  set +m
  wait "$group" || status=$?
  kill -s KILL -- "-$group" 2>/dev/null || true
  group=
  return "$status"
}

# start_beside COMMAND...: runs it, in a process group of its own, beside what follows; finish_beside waits for its end.
start_beside() {
  set -m
  without_locks "$@" </dev/null &
  beside=$!
  set +m
}

finish_beside() {
  wait "$beside" || true
  kill -s KILL -- "-$beside" 2>/dev/null || true
  beside=
}

# without_locks COMMAND...: what outlives us must not keep the locks that with_lock took.
without_locks() {
  local lock
  for lock in "${locks[@]}"; do exec {lock}>&-; done
  "$@"
}

tick() {
  local start=$SECONDS
  while printf '\r• %s … %d s' "$1" $((SECONDS - start)); do sleep 1; done
}

stop_ticker() {
  if [[ -n $ticker ]]; then
    kill "$ticker" 2>/dev/null || true
    wait "$ticker" 2>/dev/null || true
    ticker=
  fi
}

# stop_everything EXIT_CODE: on Ctrl-C and on the way out of a kill; the running command gets the chance to clean up.
stop_everything() {
  trap '' INT TERM HUP
  stop_ticker
  local running
  for running in $group $beside; do
    kill -s TERM -- "-$running" 2>/dev/null || true
    wait "$running" 2>/dev/null || true
    kill -s KILL -- "-$running" 2>/dev/null || true
  done
  exit "$1"
}

trap 'stop_everything 130' INT
trap 'stop_everything 143' TERM
trap 'stop_everything 129' HUP
