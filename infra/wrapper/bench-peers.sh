# shellcheck shell=bash
# ./proofsaga bench peers: runs other libraries' durable flows of three steps, in rounds, on servers of their own.

peers=$root/tests/ProofSaga.Benchmarks/Peers

# name|arguments of peer.mjs
peer_runs=(
  'pg-boss, batches of 50|pg-boss'
  'pg-boss, job by job|pg-boss --set batchSize=1 --set workersPerQueue=8'
  'graphile-worker|graphile-worker'
  'DBOS|dbos'
  'BullMQ on Redis|bullmq'
)

# what graphile-worker asks for; pg-boss and DBOS are content with less
peers_minimum_node=22.18

peers_usage='usage: ./proofsaga bench peers [--rounds N] [--flows N] [--concurrency N|all] [--short] [--orchestration FILE]'

bench_peers() {
  local rounds=3 flows=2000 warm_up=300 idle_flows=100 concurrency=64 pgbench_seconds=5 orchestration=()
  while (($#)); do
    case $1 in
      --short)
        rounds=1 flows=100 warm_up=20 idle_flows=10 pgbench_seconds=1
        shift
        continue
        ;;
      --rounds | --flows) [[ ${2:-} =~ ^[1-9][0-9]*$ ]] || cannot_run "$1 needs a number from 1; $peers_usage" ;;
      --concurrency) [[ ${2:-} =~ ^([1-9][0-9]*|all)$ ]] || cannot_run "$1 needs a number from 1 or 'all'; $peers_usage" ;;
      --orchestration) [[ -r ${2:-} ]] || cannot_run "cannot read the file '${2:-}'; $peers_usage" ;;
      *) cannot_run "unknown option '$1'; $peers_usage" ;;
    esac
    case $1 in
      --rounds) rounds=$2 ;;
      --flows) flows=$2 ;;
      --concurrency) concurrency=$2 ;;
      --orchestration) orchestration+=("$(readlink -f "$2")") ;;
    esac
    shift 2
  done

  with_lock bench-peers bench_peers_alone
}

missing_peer_servers() {
  has redis-server || echo redis-server
}

# The folder of the newest Postgres on this machine; nothing if there is none.
postgres_binaries() {
  local initdb
  initdb=$(compgen -G '/usr/lib/postgresql/*/bin/initdb' | sort --version-sort | tail -n 1 || command -v initdb || true)
  if [[ -n $initdb ]]; then dirname "$initdb"; fi
}

# Runs under the options of bench_peers.
bench_peers_alone() {
  local folder round node results=$state/bench/peers.json rounds_file=$state/bench/peers-rounds.jsonl status=0
  install_peers || return
  node=$(peer_node) || return
  mkdir -p "$state/bench"
  : >"$rounds_file"

  folder=$(mktemp -d "${TMPDIR:-/tmp}/proofsaga-peers-XXXXXX")
  # shellcheck disable=SC2064 # the folder of now
  trap "stop_peer_servers '$folder'" EXIT
  start_peer_servers "$folder" || return

  for ((round = 1; round <= rounds; round++)); do
    run_peer_round || return
  done

  say
  "$node" "$peers/report.mjs" "$rounds_file" "$results" "${orchestration[@]}" || status=1
  say "All figures: ${results#"$root/"}"
  return "$status"
}

install_peers() {
  local inputs
  inputs=$(sha256sum <"$peers/package-lock.json")
  if [[ -d $peers/node_modules ]] && is_done peers "$inputs"; then return; fi

  do_step "Installing the peers' Node packages (npm ci)" npm_ci_peers && mark_done peers "$inputs"
}

npm_ci_peers() {
  cd "$peers" && npm ci --loglevel=error --no-fund --no-audit
}

# The Node that package-lock.json brings along where there is one for this machine, else the one in the PATH.
peer_node() {
  local own=$peers/node_modules/.bin/node version
  if [[ -x $own ]]; then
    echo "$own"
    return
  fi
  version=$(node --version)
  if ! printf '%s\n' "$peers_minimum_node" "${version#v}" | sort --check=quiet --version-sort; then
    cannot_run "the peers need Node $peers_minimum_node or newer, installed: $version"
  fi
  command -v node
}

run_peer_round() {
  local run name arguments file
  do_step "Round $round of $rounds: pgbench -N" measure_commits || return
  for run in "${peer_runs[@]}"; do
    name=${run%%|*}
    read -ra arguments <<<"${run#*|}"
    # one that loses or repeats steps has its say in the table
    do_step "Round $round of $rounds: $name" measure_peer || status=1
  done

  # bench_proofsaga_round FLOWS CONCURRENCY FILE: writes what `bench orchestration --json FILE` writes for one round
  if declare -F bench_proofsaga_round >/dev/null; then
    file=$state/bench/peers-proofsaga-$round.json
    do_step "Round $round of $rounds: ProofSaga" bench_proofsaga_round "$flows" "$concurrency" "$file" || return
    orchestration+=("$file")
  fi
}

measure_commits() {
  local output
  output=$(PGPASSWORD=$peer_password "$binaries/pgbench" -h 127.0.0.1 -p "$postgres_port" -U proofsaga \
    --skip-some-updates --no-vacuum --client=8 --time="$pgbench_seconds" postgres) || return
  awk '$1 == "tps" { printf "{\"commits_per_second\":%s}\n", $3 }' <<<"$output" >>"$rounds_file"
}

# Empty data for each: a peer must not pay for what another one left.
measure_peer() {
  local url pid
  if [[ ${arguments[0]} == bullmq ]]; then
    url=redis://:$peer_password@127.0.0.1:$redis_port
    pid=$redis_pid
    REDISCLI_AUTH=$peer_password redis-cli -p "$redis_port" FLUSHALL >&2 || return
  else
    url=postgres://proofsaga:$peer_password@127.0.0.1:$postgres_port/peer
    pid=$postgres_pid
    postgres_execute 'DROP DATABASE IF EXISTS peer WITH (FORCE)' 'CREATE DATABASE peer TEMPLATE template0' CHECKPOINT ||
      return
  fi
  PEER_URL=$url "$node" --disable-warning=DeprecationWarning "$peers/peer.mjs" "${arguments[@]}" --name "$name" \
    --flows "$flows" --warm-up "$warm_up" --idle-flows "$idle_flows" --concurrency "$concurrency" \
    --server-pid "$pid" --json >>"$rounds_file"
}

postgres_execute() {
  local statement
  for statement in "$@"; do
    PGPASSWORD=$peer_password "$binaries/psql" -h 127.0.0.1 -p "$postgres_port" -U proofsaga -d postgres -qX \
      -v ON_ERROR_STOP=1 -c "$statement" || return
  done
}

# start_peer_servers FOLDER: sets binaries, peer_password, and port and process of each server. They end with us, even when we
# are killed.
start_peer_servers() {
  local folder=$1
  binaries=$(postgres_binaries)
  peer_password=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
  read -r postgres_port redis_port < <(free_ports) || return

  mkdir "$folder/redis"
  printf '%s' "$peer_password" >"$folder/password"
  as_postgres=()
  if ((EUID == 0)); then
    as_postgres=(setpriv --reuid=postgres --regid=postgres --init-groups)
    chown postgres: "$folder" "$folder/password"
  fi
  do_step "Starting Postgres (fsync on) and Redis (appendfsync always)" create_postgres || return

  (cd "$folder" && exec "${as_postgres[@]}" setpriv --pdeathsig=QUIT "$binaries/postgres" -D "$folder/postgres" \
    -p "$postgres_port" -c listen_addresses=127.0.0.1 -c "unix_socket_directories=$folder" -c max_connections=200 \
    -c fsync=on -c synchronous_commit=on -c full_page_writes=on >"$folder/postgres.log" 2>&1) &
  postgres_pid=$!
  printf 'requirepass %s\n' "$peer_password" |
    (cd "$folder" && exec setpriv --pdeathsig=TERM redis-server - --port "$redis_port" --bind 127.0.0.1 \
      --dir "$folder/redis" --appendonly yes --appendfsync always --save '' >"$folder/redis.log" 2>&1) &
  redis_pid=$!

  wait_for_server "$postgres_pid" "$folder/postgres.log" "$binaries/pg_isready" -q -h 127.0.0.1 -p "$postgres_port"
  wait_for_server "$redis_pid" "$folder/redis.log" redis_answers
  do_step "Preparing pgbench" create_pgbench_tables
}

create_postgres() {
  cd "$folder" && "${as_postgres[@]}" "$binaries/initdb" --pgdata="$folder/postgres" --username=proofsaga \
    --pwfile="$folder/password" --auth=scram-sha-256 --encoding=UTF8 --locale=C --no-instructions &&
    rm "$folder/password"
}

create_pgbench_tables() {
  PGPASSWORD=$peer_password "$binaries/pgbench" -h 127.0.0.1 -p "$postgres_port" -U proofsaga --initialize --quiet --scale=8 postgres
}

redis_answers() {
  [[ $(REDISCLI_AUTH=$peer_password redis-cli -p "$redis_port" PING 2>/dev/null) == PONG ]]
}

# wait_for_server PID LOG QUESTION...: until the question is answered; shows the log when the server ends or takes a minute.
wait_for_server() {
  local pid=$1 log=$2 deadline=$((SECONDS + 60))
  shift 2
  until "$@"; do
    if ! kill -0 "$pid" 2>/dev/null || ((SECONDS > deadline)); then
      cat "$log" >&2
      cannot_run "a server of the benchmark did not start; its log is above"
    fi
    sleep 0.1
  done
}

free_ports() {
  node -e '
    const servers = [0, 0].map(() => require("net").createServer().listen(0, "127.0.0.1"));
    Promise.all(servers.map((server) => new Promise((listening) => server.on("listening", listening)))).then(() => {
      console.log(...servers.map((server) => server.address().port));
      for (const server of servers) server.close();
    });'
}

# stop_peer_servers FOLDER: nothing in it is needed again, so Postgres need not finish its books.
stop_peer_servers() {
  if [[ -n ${postgres_pid:-} ]]; then kill -s QUIT "$postgres_pid" 2>/dev/null || true; fi
  if [[ -n ${redis_pid:-} ]]; then kill -s TERM "$redis_pid" 2>/dev/null || true; fi
  wait ${postgres_pid:-} ${redis_pid:-} 2>/dev/null || true
  rm -rf "$1"
}
