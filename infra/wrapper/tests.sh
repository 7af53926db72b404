# shellcheck shell=bash
# ./proofsaga test: runs every test project and every Node test, and adds up what their result files say.

passed=0
failed=0
skipped=0

results=$state/test-results
node_tests=()
dotnet_tests=()
dotnet_tests_beside=()

# A test that is stuck for so long ends its project.
hang_timeout=15m

run_tests() {
  local filter=
  case ${1:-} in
    '') ;;
    --filter)
      filter=${2:-}
      if [[ -z $filter ]]; then cannot_run "--filter needs an expression, for example: --filter Name~Outbox"; fi
      ;;
    *) cannot_run "unknown option '$1'; usage: ./proofsaga test [--filter EXPRESSION]" ;;
  esac

  # shellcheck disable=SC2046 # package names
  install_servers "the tests need" $(missing_servers)
  with_lock tests run_tests_alone "$filter" || true

  local summary="$passed passed, $failed failed"
  if ((skipped)); then summary+=", $skipped skipped"; fi
  say "$summary"
  ((failed == 0))
}

run_tests_alone() {
  local filter=$1
  if ! prepare_solution; then
    failed=1
    return
  fi

  rm -rf "$results"
  mkdir -p "$results"
  list_dotnet_tests
  if [[ -n $filter ]]; then
    run_dotnet_tests "$filter" "${dotnet_tests[@]}" "${dotnet_tests_beside[@]}"
  else
    list_node_tests
    # most tests wait for servers: one alone leaves the cores idle
    start_beside run_tests_beside
    run_dotnet_tests '' "${dotnet_tests[@]}"
    finish_beside
    add_results_beside
    check_format
  fi
  if ((passed + failed == 0)); then add_failure "no test ran"; fi
}

# Those of a service or a library run beside those of the whole system.
list_dotnet_tests() {
  mapfile -t dotnet_tests < <(cd "$root" && find tests -path tests/services -prune -o \
    \( -name '*.Tests.csproj' -o -name ProofSaga.SystemTests.csproj \) -print | LC_ALL=C sort)
  mapfile -t dotnet_tests_beside < <(cd "$root" && find tests/services -name '*.Tests.csproj' | LC_ALL=C sort)
}

# run_dotnet_tests FILTER PROJECT...
run_dotnet_tests() {
  local filter=$1 project name status
  shift
  for project in "$@"; do
    name=$(basename "$project" .csproj)
    status=0
    run_suite "$name" dotnet_test "$project" "$filter" || status=$?
    # a filter may leave nothing of a project
    if [[ -n $filter && $status == 0 && $(count_trx '' "$name") == 0 ]]; then continue; fi
    add_dotnet_results "$name" "$status"
  done
}

# dotnet_test PROJECT FILTER
dotnet_test() {
  local name
  name=$(basename "$1" .csproj)
  local arguments=(
    "$root/$(dirname "$1")/bin/Release/net10.0/$name.dll"
    --logger "trx;LogFileName=$name.trx" --logger "console;verbosity=minimal" --results-directory "$results"
    --blame-hang --blame-hang-timeout "$hang_timeout" --blame-hang-dump-type none
  )
  if [[ -n $2 ]]; then arguments+=(--filter "$2"); fi
  dotnet test "${arguments[@]}"
}

# add_dotnet_results NAME EXIT_CODE
add_dotnet_results() {
  add_results "$1" "$2" "$(count_trx Passed "$1")" "$(count_trx '' "$1")" "$(count_trx NotExecuted "$1")"
}

# count_trx OUTCOME NAME: how many results have it; all of them for an empty outcome.
count_trx() {
  { grep -o '<UnitTestResult [^>]*' "$results/$2.trx" 2>/dev/null || true; } | grep -c "outcome=\"$1" || true
}

list_node_tests() {
  mapfile -t node_tests < <(node -e '
    const { scripts = {} } = JSON.parse(require("fs").readFileSync(process.argv[1], "utf8"));
    for (const name of Object.keys(scripts).filter((name) => name.startsWith("test:"))) console.log(name);
  ' "$root/infra/package.json")
  if ((${#node_tests[@]} == 0)); then add_failure "infra/package.json has no script test:…"; fi
}

run_tests_beside() {
  local script project
  for script in "${node_tests[@]}"; do run_beside "$script" npm_test "$script"; done
  for project in "${dotnet_tests_beside[@]}"; do
    run_beside "$(basename "$project" .csproj)" dotnet_test "$project" ''
  done
}

# run_beside NAME COMMAND...: leaves beside the log its exit code and how many seconds it took.
run_beside() {
  local name=${1//:/-} status=0 start=$SECONDS
  shift
  ("$@") >"$results/$name.log" 2>&1 || status=$?
  say "$status $((SECONDS - start))" >"$results/$name.outcome"
}

add_results_beside() {
  local script project status seconds
  for script in "${node_tests[@]}"; do
    read_outcome "$script"
    add_results "$script" "$status" "$(count_node pass "$script")" "$(count_node tests "$script")" \
      "$(($(count_node skipped "$script") + $(count_node todo "$script")))"
  done
  for project in "${dotnet_tests_beside[@]}"; do
    read_outcome "$(basename "$project" .csproj)"
    add_dotnet_results "$(basename "$project" .csproj)" "$status"
  done
}

# read_outcome NAME: sets status, and suite_start as if it ended now; shows the log of what failed.
read_outcome() {
  local name=${1//:/-}
  status=1
  seconds=0
  read -r status seconds <"$results/$name.outcome" || true
  if ((status)); then cat "$results/$name.log" || true; fi
  suite_start=$((SECONDS - seconds))
}

npm_test() {
  cd "$root/infra" && env -u FORCE_COLOR npm run --silent "$1"
}

# count_node WORD SCRIPT: the sum of the summary lines "# WORD 12" (reporter tap) or "ℹ WORD 12" (reporter spec).
count_node() {
  awk -v word="$1" '($1 == "#" || $1 == "ℹ") && $2 == word && NF == 3 { sum += $3 } END { print sum + 0 }' \
    "$results/${2//:/-}.log"
}

check_format() {
  local status=0
  run_suite format csharpier_check || status=$?
  if ((status == 0)); then
    say "✓ format: as CSharpier writes it"
  else
    add_failure "format: CSharpier would write it differently, or could not be restored (dotnet csharpier format .)"
  fi
}

csharpier_check() {
  cd "$root" && dotnet tool restore && dotnet csharpier check .
}

# run_suite NAME COMMAND...: shows the output only if the command fails.
run_suite() {
  local name=$1 status=0 log
  log=$results/${name//:/-}.log
  shift
  if [[ -t 1 ]]; then
    without_locks tick "$name" &
    ticker=$!
  fi
  suite_start=$SECONDS
  run_in_group "$log" "$@" || status=$?
  stop_ticker
  if [[ -t 1 ]]; then printf '\r\033[K'; fi
  if ((status)); then cat "$log"; fi
  return "$status"
}

# add_results NAME EXIT_CODE PASSED ALL SKIPPED
add_results() {
  local name=$1 status=$2 suite_passed=$3 all=$4 suite_skipped=$5
  local suite_failed=$((all - suite_passed - suite_skipped)) summary
  passed=$((passed + suite_passed))
  failed=$((failed + suite_failed))
  skipped=$((skipped + suite_skipped))
  summary="$suite_passed passed, $suite_failed failed, $suite_skipped skipped ($((SECONDS - suite_start)) s)"
  if ((suite_failed)); then
    say "✗ $name: $summary"
  elif ((all == 0)); then
    add_failure "$name: ended with exit code $status and without a result"
  elif ((status == 0)); then
    say "✓ $name: $summary"
  else
    add_failure "$name: $summary, and ended with exit code $status"
  fi
}

add_failure() {
  failed=$((failed + 1))
  say "✗ $1"
}
