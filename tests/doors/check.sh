#!/usr/bin/env bash
# Checks a server through its doors with the programs that people use: buf, curl, promtool, Prometheus, a browser, and clients in Node.
# check.sh CCG PROTOS: the command line's dll, and a folder with the contract and its imports. Run `npm ci` here, or set DOORS to a copy
# where it ran.
set -euo pipefail

ccg=$(realpath "$1") protos=$(realpath "$2")
root=$(cd "$(dirname "$0")/../.." && pwd)
doors=${DOORS:-$root/tests/doors}
work=$(mktemp -d)
bin=$doors/node_modules/.bin
trap 'kill "$(cat "$work/pid")" 2> /dev/null || true; rm -rf "$work"' EXIT

# A port that the kernel gives to no connection, held against other checks and tests for as long as this shell or a child of it lives.
# take_port NAME: the variable that gets it.
take_port() {
  local locks lock candidate
  locks=${TMPDIR:-/tmp}/ccg-ports-$(id -un)
  mkdir -p "$locks"
  while true; do
    candidate=$((12000 + RANDOM % 18000))
    exec {lock}> "$locks/$candidate.lock"
    if flock -n "$lock" && ! (: < "/dev/tcp/127.0.0.1/$candidate") 2> /dev/null; then break; fi
    exec {lock}>&-
  done
  printf -v "$1" %s "$candidate"
}

# Programs that are copied there find their packages.
ln -s "$doors/node_modules" "$work/node_modules"

for name in grpc web page foreign; do take_port "$name"; done
api=http://127.0.0.1:$web

failed=0
check() {
  local name=$1 log=$work/log
  # In a shell of its own: `set -e` holds nothing within a condition.
  if "$BASH" -euo pipefail -c "$2" > "$log" 2>&1 < /dev/null; then
    echo "ok    $name"
  else
    failed=1
    echo "FAIL  $name"
    tail -n 20 "$log" | sed 's/^/      /'
  fi
}

publish() {
  curl -fsS -H 'Content-Type: application/json' -d "{
    \"source\": \"shop\",
    \"events\": [{
      \"eventId\": \"$1\", \"occurredTime\": \"$(date -u +%FT%TZ)\", \"visitQueued\": { \"visitId\": \"$1\", \"queue\": \"$2\" }
    }]
  }" "$api/v1/events"
}

reflection() {
  "$bin/buf" curl --protocol grpc --http2-prior-knowledge --list-services "http://127.0.0.1:$grpc" | sort > "$work/services"
  cat "$work/services"
  grep -qx callcenter.v1.IngestService "$work/services"
  grep -qx callcenter.v1.KpiService "$work/services"
  grep -qx grpc.health.v1.Health "$work/services"
}

health() {
  "$bin/buf" curl --protocol grpc --http2-prior-knowledge -d '{"service":"callcenter.v1.IngestService"}' \
    "http://127.0.0.1:$grpc/grpc.health.v1.Health/Check" | tee /dev/stderr | grep -q '"SERVING"'
  curl -fsS "$api/healthz"
  curl -fsS "$api/readyz"
}

webhook() {
  publish call-1 sales
  publish call-2 sales
  publish call-2 sales | grep -q '"duplicateCount"'
}

json() {
  curl -fsS "$api/v1/kpis?kpi=contacts_offered&by=queue" | tee /dev/stderr \
    | jq -e '.snapshot.rows[0] | .labels == ["sales"] and .values[0].count == "2"'
}

csv() {
  publish formula -- '=1+1'
  curl -fsS -H 'Accept: text/csv' "$api/v1/kpis?kpi=contacts_offered&by=queue" | tee /dev/stderr > "$work/kpis.csv"
  grep -q '^sales,2' "$work/kpis.csv"
  ! grep -q '^=' "$work/kpis.csv"
}

problem() {
  curl -sS -o "$work/problem" -w '%{http_code} %{content_type}\n' "$api/v1/kpis?kpi=no_such_kpi" \
    | tee /dev/stderr | grep -q '^400 application/problem+json'
  jq -e '.reason == "SELECTOR_INVALID"' "$work/problem"
}

# The stream must show a change, and go on from the id of its last event.
stream() {
  timeout 20 curl -sSN "$api/v1/stream?kpi=contacts_offered" > "$work/stream" &
  until grep -q '^event: snapshot' "$work/stream"; do sleep 0.1; done
  publish call-3 sales
  until grep -q '^event: update' "$work/stream"; do sleep 0.1; done
  local id
  id=$(grep '^id: ' "$work/stream" | tail -n 1 | cut -c 5-)
  timeout 10 curl -sSN -H "Last-Event-ID: $id" "$api/v1/stream?kpi=contacts_offered" > "$work/resumed" || true
  head -n 3 "$work/resumed"
  grep -q '^event: ' "$work/resumed"
  ! grep -q '^event: snapshot' "$work/resumed"
}

metrics() {
  curl -fsS "$api/metrics" > "$work/metrics"
  grep -q '^callcenter_events_total{.*result="counted"' "$work/metrics"
  promtool check metrics < "$work/metrics"
  curl -fsS "$api/metrics/kpis?kpi=contacts_offered&by=queue" | tee /dev/stderr | promtool check metrics
}

# The configuration that src/deploy ships, against this server.
prometheus_scrape() {
  local port query
  take_port port
  # This server asks for no key.
  echo unused > "$work/prometheus.key"
  sed "s/callcenter:50052/127.0.0.1:$web/; s/scrape_interval: .*/scrape_interval: 1s/; s#/run/secrets#$work#" \
    "$root/src/deploy/prometheus/prometheus.yml" > "$work/prometheus.yml"
  promtool check config "$work/prometheus.yml"
  prometheus --config.file="$work/prometheus.yml" --storage.tsdb.path="$work/tsdb" --web.listen-address="127.0.0.1:$port" &
  local prometheus=$!
  query="http://127.0.0.1:$port/api/v1/query?query=callcenter_kpi_contacts_offered%7Bqueue%3D%22sales%22%7D"
  for _ in $(seq 100); do
    if curl -sS "$query" 2> /dev/null | tee "$work/answer" | jq -e '.data.result[0].value[1] == "3"'; then
      kill "$prometheus"
      return 0
    fi
    sleep 0.2
  done
  curl -sS "http://127.0.0.1:$port/api/v1/targets" | jq '.data.activeTargets[] | .scrapeUrl, .lastError'
  kill "$prometheus"
  return 1
}

documentation() {
  curl -fsS "$api/openapi/v1.json" | jq -e '.paths["/v1/stream"].get.responses["200"]'
  cp "$root/tests/doors/docs.mjs" "$work"
  cd "$work"
  node docs.mjs "$api"
}

generate() {
  cat > "$work/buf.gen.yaml" <<'YAML'
version: v2
plugins:
  - local: protoc-gen-es
    out: generated
    opt: target=js,import_extension=js
YAML
  cd "$work"
  PATH=$bin:$PATH buf generate "$protos"
}

browser() {
  cp "$root/tests/doors/page."* "$root/tests/doors/browser.mjs" "$work"
  cd "$work"
  "$bin/esbuild" page.js --bundle --format=esm --outfile=built/page.js
  cp page.html built
  node browser.mjs "$work/built" "$api" "$page" "$foreign" bash -c 'publish call-4 sales'
}

serve() {
  dotnet "$ccg" serve --data "$work/data" --listen "http://127.0.0.1:$grpc" --web "$api" >> "$work/server" 2>&1 &
  echo $! > "$work/pid"
  disown
  for _ in $(seq 300); do curl -fs "$api/readyz" > /dev/null && break; sleep 0.1; done
}

kill_and_serve() {
  kill -9 "$(cat "$work/pid")"
  serve
}

reconnect() {
  cp "$root/tests/doors/reconnect.mjs" "$work"
  cd "$work"
  node reconnect.mjs "http://127.0.0.1:$grpc" "$protos" kill_and_serve 'publish call-5 sales'
}

export CallCenter__AllowedOrigins__0=http://127.0.0.1:$page
export -f take_port publish reflection health webhook json csv problem stream metrics prometheus_scrape documentation generate browser
export -f serve kill_and_serve reconnect
export ccg root doors work bin grpc web api page foreign protos

serve

check "services listed by reflection" reflection
check "health over gRPC and HTTP" health
check "events by webhook, counted once" webhook
check "KPIs as JSON" json
check "KPIs as CSV, safe in a spreadsheet" csv
check "errors as problem+json" problem
check "a stream that resumes" stream
check "metrics that promtool accepts" metrics
check "a scrape by Prometheus" prometheus_scrape
check "the OpenAPI document and its page" documentation
check "code generated for JavaScript" generate
check "a browser's page through gRPC-Web" browser
check "clients in Node that go on after a killed server" reconnect
[ "$failed" -eq 0 ] || tail -n 20 "$work/server"
exit "$failed"
