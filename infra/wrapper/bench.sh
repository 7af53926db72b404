# shellcheck shell=bash
# ./proofsaga bench: builds the benchmarks and what they run, then runs one of them.

benchmarks=tests/ProofSaga.Benchmarks
benchmarks_program=$root/$benchmarks/bin/Release/net10.0/ProofSaga.Benchmarks.dll

run_bench() {
  local benchmark=${1:-}
  case $benchmark in
    orchestration | publishing)
      # shellcheck disable=SC2046 # package names
      install_servers "bench $benchmark needs" $(missing_servers)
      with_lock preparation prepare_benchmarks || exit 1
      exec dotnet "$benchmarks_program" "$@"
      ;;
    peers)
      shift
      # shellcheck disable=SC2046 # package names
      install_servers "bench peers needs" $(missing_servers) $(missing_peer_servers)
      with_lock preparation prepare_benchmarks || exit 1
      bench_peers "$@"
      ;;
    *) cannot_run "unknown benchmark '$benchmark'; usage: ./proofsaga bench orchestration|publishing|peers [--short] [--help]" ;;
  esac
}

# bench_proofsaga_round FLOWS IN_FLIGHT FILE: our own pipeline, as one round of `bench peers`.
bench_proofsaga_round() {
  dotnet "$benchmarks_program" orchestration --rounds 1 --proofs "$1" --in-flight "${2/all/$1}" --no-drain --json "$3"
}

prepare_benchmarks() {
  local inputs
  inputs=$(fingerprint "${service_sources[@]}" "$benchmarks" tests/ProofSaga.Testing)
  if is_done benchmarks "$inputs"; then return; fi

  do_step "Building the benchmarks" build "$benchmarks/ProofSaga.Benchmarks.csproj" && mark_done benchmarks "$inputs"
}
