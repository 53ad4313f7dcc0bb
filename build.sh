#!/usr/bin/env bash
# The one door: ./build.sh [build|format|test|samples|bench|pack|ci]; without a word, ci. More words go to the tool behind it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_CLI_UI_LANGUAGE=en

build() { dotnet build -c Release "$@"; }

# Style, and files that have outgrown one idea.
format() {
  dotnet format --verify-no-changes "$@"
  local long
  long=$(find src tests bench samples -name '*.cs' -exec wc -l {} + | awk '$2 != "total" && $1 > 300')
  if [[ -n $long ]]; then printf 'Longer than 300 lines:\n%s\n' "$long" >&2; return 1; fi
}

# Closes with "N passed, N failed" alone on a line, counted from the reports.
tests() {
  local reports=$PWD/artifacts/tests status=0 project
  rm -rf "$reports"
  # A folder for each project: begun in the same moment, two reports have one name, and one of them is lost.
  for project in tests/*/*.csproj; do
    dotnet test -c Release --project "$project" --report-xunit-trx --results-directory "$reports/$(basename "$project" .csproj)" "$@" </dev/null || status=$?
  done
  count() { cat "$reports"/*/*.trx 2>/dev/null | grep -c "<UnitTestResult .*outcome=\"$1\"" || true; }
  local passed failed skipped
  passed=$(count Passed) failed=$(count Failed) skipped=$(count NotExecuted)
  # A run that broke off without saying which test failed has not passed.
  if ((status != 0 && failed == 0)); then failed=1; fi
  if ((skipped > 0)); then echo "$skipped skipped; why is said above"; fi
  echo "$passed passed, $failed failed"
  return "$status"
}

# Every program in samples/ runs and ends well.
samples() {
  local sample
  for sample in samples/*.cs; do
    echo "== $sample"
    dotnet run -c Release "$sample" </dev/null
  done
}

bench() { dotnet run -c Release --project bench/Anneal.Benchmarks -- "$@"; }

pack() { dotnet pack -c Release -o artifacts/packages "$@"; }

ci() {
  build
  samples
  ./anneal --version
  ./anneal lab all --quick --quiet --out artifacts/lab
  tests --no-build
}

case ${1:-ci} in
  build | format | samples | bench | pack | ci) "${1:-ci}" "${@:2}" ;;
  test) tests "${@:2}" ;;
  *) echo "There is no '$1'; there are build, format, test, samples, bench, pack and ci." >&2; exit 2 ;;
esac
