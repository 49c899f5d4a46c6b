#!/usr/bin/env bash
# The server and all commands as one file that needs no .NET: publish.sh [RUNTIME [FOLDER]], such as linux-x64, linux-arm64 or win-x64.
# Prints its size, and the seconds that `ccg --version` takes where it can run.
set -euo pipefail

runtime=${1:-linux-x64}
root=$(cd "$(dirname "$0")/../.." && pwd)
output=${2:-$root/artifacts/$runtime}

# Not trimmed: SQLite's and Redis's libraries, and the binding of options, look types up by name.
dotnet publish "$root/src/CallCenter.Cli" -c Release -r "$runtime" --self-contained -o "$output" -v:q --nologo \
  -p:PublishSingleFile=true -p:IncludeNativeLibrariesForSelfExtract=true -p:EnableCompressionInSingleFile=true -p:DebugType=none

file=$output/ccg
[ -f "$file" ] || file=$output/ccg.exe
echo "$file: $(($(wc -c < "$file") / 1024 / 1024)) MiB"
if [ "$runtime" = "linux-$(uname -m | sed 's/x86_64/x64/; s/aarch64/arm64/')" ]; then
  TIMEFORMAT='ccg --version: %R s'
  time "$file" --version > /dev/null
fi
