#!/usr/bin/env bash
# The server and all commands as one file that needs no .NET, and beside it ccg.cdx.json, the list of its packages (CycloneDX):
# publish.sh [RUNTIME [FOLDER]], with a RUNTIME that src/CallCenter.Cli has a lock file for. Prints the file's size, and the seconds that
# `ccg --version` takes where it can run.
set -euo pipefail

runtime=${1:-linux-x64}
root=$(cd "$(dirname "$0")/../.." && pwd)
project=$root/src/CallCenter.Cli
output=${2:-$root/artifacts/$runtime}

if [ ! -f "$project/packages.$runtime.lock.json" ]; then
  echo "There is no lock file for $runtime. Make it: dotnet restore $project -p:PublishedRuntime=$runtime" >&2
  exit 1
fi
mkdir -p "$output"
output=$(cd "$output" && pwd)
dotnet publish "$project" -c Release -o "$output" -v:q --nologo -p:PublishedRuntime="$runtime" \
  -p:RestoreLockedMode=true -p:DebugType=none

file=$output/ccg
[ -f "$file" ] || file=$output/ccg.exe
echo "$file: $(($(wc -c < "$file") / 1024 / 1024)) MiB"
if [ "$runtime" = "linux-$(uname -m | sed 's/x86_64/x64/; s/aarch64/arm64/')" ]; then
  TIMEFORMAT='ccg --version: %R s'
  time "$file" --version > /dev/null
fi

# From here, where the version of the tool is pinned.
cd "$root/src/deploy"
dotnet tool restore -v:q
dotnet tool run dotnet-CycloneDX "$project/CallCenter.Cli.csproj" --disable-package-restore --output "$output" \
  --filename ccg.cdx.json --output-format Json --set-name ccg --set-version "$(dotnet msbuild "$project" -getProperty:Version)"
