# shellcheck shell=bash
# ./proofsaga test: runs every test project and every Node test, and adds up what their result files say.

passed=0
failed=0
skipped=0

results=$state/test-results
node_tests=()

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
  if [[ -n $filter ]]; then
    run_dotnet_tests "$filter"
  else
    list_node_tests
    # they keep one core busy at most, and most .NET tests wait for servers
    start_beside run_node_tests
    run_dotnet_tests ''
    finish_beside
    add_node_results
    check_format
  fi
  if ((passed + failed == 0)); then add_failure "no test ran"; fi
}

run_dotnet_tests() {
  local filter=$1 projects project name status
  mapfile -t projects < <(cd "$root" && find tests -name '*.Tests.csproj' -o -name ProofSaga.SystemTests.csproj | LC_ALL=C sort)

  for project in "${projects[@]}"; do
    name=$(basename "$project" .csproj)
    local arguments=(
      "$root/$(dirname "$project")/bin/Release/net10.0/$name.dll"
      --logger "trx;LogFileName=$name.trx" --logger "console;verbosity=minimal" --results-directory "$results"
      --blame-hang --blame-hang-timeout "$hang_timeout" --blame-hang-dump-type none
    )
    if [[ -n $filter ]]; then arguments+=(--filter "$filter"); fi

    status=0
    run_suite "$name" dotnet test "${arguments[@]}" || status=$?
    # a filter may leave nothing of a project
    if [[ -n $filter && $status == 0 && $(count_trx '' "$name") == 0 ]]; then continue; fi
    add_results "$name" "$status" "$(count_trx Passed "$name")" "$(count_trx '' "$name")" "$(count_trx NotExecuted "$name")"
  done
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

# Leaves beside the log of each its exit code and how many seconds it took.
run_node_tests() {
  local script status start
  for script in "${node_tests[@]}"; do
    status=0
    start=$SECONDS
    (npm_test "$script") >"$results/${script//:/-}.log" 2>&1 || status=$?
    say "$status $((SECONDS - start))" >"$results/${script//:/-}.outcome"
  done
}

add_node_results() {
  local script status seconds
  for script in "${node_tests[@]}"; do
    status=1
    seconds=0
    read -r status seconds <"$results/${script//:/-}.outcome" || true
    if ((status)); then cat "$results/${script//:/-}.log"; fi
    suite_start=$((SECONDS - seconds))
    add_results "$script" "$status" "$(count_node pass "$script")" "$(count_node tests "$script")" \
      "$(($(count_node skipped "$script") + $(count_node todo "$script")))"
  done
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
