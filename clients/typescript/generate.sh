#!/usr/bin/env bash
# Makes src/generated anew, after a change of the contract: generate.sh GOOGLEAPIS, the folder with google/api/annotations.proto (see
# "Code for other languages" in protos/README.md). Run `npm ci` in clients before. With OUT, a folder that is not there yet, it writes there.
set -euo pipefail

[ $# -eq 1 ] || { echo "usage: generate.sh GOOGLEAPIS" >&2; exit 2; }
googleapis=$(realpath "$1")
here=$(cd "$(dirname "$0")" && pwd)
out=$(realpath -m "${OUT:-$here/src/generated}")
protos=${PROTOS:-$here/../../protos}
bin=${BIN:-$here/../node_modules/.bin}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

mkdir -p "$work/protos/google"
cp -r "$protos/callcenter" "$work/protos"
cp -r "$googleapis/google/api" "$googleapis/google/rpc" "$work/protos/google"
cat > "$work/buf.gen.yaml" <<'YAML'
version: v2
plugins:
  - local: protoc-gen-es
    out: generated
    opt: target=ts,import_extension=js
YAML
cd "$work"
PATH=$bin:$PATH buf generate protos --include-imports --path protos/callcenter/v1/kpi_service.proto \
  --path protos/callcenter/v1/alert_service.proto \
  --path protos/callcenter/v1/error_reason.proto --path protos/google/rpc/error_details.proto
[ -n "${OUT:-}" ] || rm -rf "$here/src/generated"
mkdir "$out"
cp -r generated/. "$out"
