#!/usr/bin/env bash
# Builds projects as if the package source lacked the packages that have a stand-in, and says which stand-ins NuGet took.
#   compat/check-partial.sh [PROJECT...]        default: src/CallCenter.Contracts
# Works on a copy of the files that git knows, so that it changes nothing here. Fails if the build fails or no stand-in was taken.
set -euo pipefail

root=$(cd "$(dirname "$0")/.." && pwd)
projects=("$@")
[ ${#projects[@]} -gt 0 ] || projects=(src/CallCenter.Contracts)

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/tree" "$work/packages" "$work/feed"
(cd "$root" && git ls-files -z --cached --others --exclude-standard | while IFS= read -r -d '' f; do [ -e "$f" ] && printf '%s\0' "$f"; done |
  tar --null -T - -cf -) | tar -xf - -C "$work/tree"
cd "$work/tree"

# The ids that have a stand-in are mapped to an empty feed: no other source is asked for them.
missing=$(sed -n 's:.*<id>\(.*\)</id>.*:\1:p' compat/fallback/*/*/*.nuspec)
export DOTNET_CLI_UI_LANGUAGE=en
sources=$(dotnet nuget list source --format Detailed | sed -n 's/^ *[0-9]*\. *\(.*\) \[Enabled\]$/\1/p')
[ -n "$sources" ] || { echo "check-partial: no package source is set up" >&2; exit 1; }
{
  echo '<configuration>'
  echo '  <fallbackPackageFolders><clear /><add key="stand-ins" value="compat/fallback" /></fallbackPackageFolders>'
  echo "  <packageSources><add key=\"nothing\" value=\"$work/feed\" /></packageSources>"
  echo '  <packageSourceMapping>'
  echo '    <clear />'
  echo '    <packageSource key="nothing">'
  for id in $missing; do echo "      <package pattern=\"$id\" />"; done
  echo '    </packageSource>'
  while IFS= read -r name; do echo "    <packageSource key=\"$name\"><package pattern=\"*\" /></packageSource>"; done <<< "$sources"
  echo '  </packageSourceMapping>'
  echo '</configuration>'
} > nuget.config

export NUGET_PACKAGES=$work/packages MSBUILDDISABLENODEREUSE=1
for project in "${projects[@]}"; do
  if ! dotnet build "$project" -nologo -v:minimal > "$work/log" 2>&1; then
    tail -n 60 "$work/log" >&2
    echo "check-partial: $project does not build on the stand-ins" >&2
    exit 1
  fi
  if ! used=$(grep -o '[^ ]*: stand-ins from compat/ for .*' "$work/log"); then
    echo "check-partial: $project built, but on no stand-in" >&2
    exit 1
  fi
  sort -u <<< "$used"
done
