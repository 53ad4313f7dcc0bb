#!/usr/bin/env bash
# Trains the runs of data/language: tools/curves/train.sh WORK [JOBS]
# WORK receives a folder per run, and logs/ with their logs. What is finished there is not trained again. JOBS runs are trained at a
# time, on one thread each; the bytes of a log do not depend on it.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
work=${1:?usage: tools/curves/train.sh WORK [JOBS]}
jobs=${2:-$(nproc)}
anneal=${ANNEAL:-$here/../../anneal}
mkdir -p "$work"

# A run's folder, then what tells `anneal train` what to do.
train() {
  [[ -f "$work/$1/done" ]] && return
  rm -rf "${work:?}/$1"
  "$anneal" train "${@:2}" --out "$work/$1" --threads 1 --quiet >"$work/$1.txt" 2>&1 || { cat "$work/$1.txt" >&2; return 1; }
  mv "$work/$1.txt" "$work/$1/done"
}

new() { train "$1" "$here/language.yaml" --seed "$2" --schedule "$3"; }

# The rates after the checkpoint of another run; the log has that run's rows before its own.
branch() { train "$1" --from "$work/$2.checkpoint" --schedule "$3"; }

export here work anneal
export -f train new branch

each() { sed '/^ *$/d; s/^ *//' | tr '\n' '\0' | xargs -0 -P "$jobs" -I{} bash -c 'set -euo pipefail; {}'; }

each <<'RUNS'
  new constant-long 1 "warmup(2e-3, 100) then constant(2e-3, 5900)"
  new constant-seed-2 2 "warmup(2e-3, 100) then constant(2e-3, 1900)"
  new constant-seed-3 3 "warmup(2e-3, 100) then constant(2e-3, 1900)"
  new constant 1 "warmup(2e-3, 100) then constant(2e-3, 1900)"
  new cosine 1 "warmup(2e-3, 100) then cosine(2e-3, 2e-4, 1900)"
  new cosine-seed-2 2 "warmup(2e-3, 100) then cosine(2e-3, 2e-4, 1900)"
  new cosine-seed-3 3 "warmup(2e-3, 100) then cosine(2e-3, 2e-4, 1900)"
  new cyclic 1 "warmup(2e-3, 100) then cyclic(2e-4, 2e-3, 380, 2280)[380..]"
  new cosine-5e-4 1 "warmup(5e-4, 100) then cosine(5e-4, 5e-5, 1900)"
  new cosine-1e-3 1 "warmup(1e-3, 100) then cosine(1e-3, 1e-4, 1900)"
  new cosine-4e-3 1 "warmup(4e-3, 100) then cosine(4e-3, 4e-4, 1900)"
  new cosine-long 1 "warmup(2e-3, 100) then cosine(2e-3, 2e-4, 5900)"
RUNS

each <<'RUNS'
  branch two-stage-6e-4 constant-long/step-700 "constant(6e-4, 1300)"
  branch two-stage-2e-4 constant-long/step-700 "constant(2e-4, 1300)"
  branch two-stage-1.2e-3 constant-long/step-700 "constant(1.2e-3, 1300)"
  branch wsd-exponential constant-long/step-1600 "exponential(2e-3, 2e-4, 400)"
  branch wsd-linear constant-long/step-1600 "linear(2e-3, 2e-4, 400)"
  branch wsd-1-sqrt constant-long/step-1600 "one-minus-sqrt(2e-3, 2e-4, 400)"
  branch wsd-linear-long constant-long/step-4800 "linear(2e-3, 2e-4, 1200)"
  branch two-stage-6e-4-seed-2 constant-seed-2/step-700 "constant(6e-4, 1300)"
  branch two-stage-6e-4-seed-3 constant-seed-3/step-700 "constant(6e-4, 1300)"
  branch wsd-linear-seed-2 constant-seed-2/step-1600 "linear(2e-3, 2e-4, 400)"
  branch wsd-linear-seed-3 constant-seed-3/step-1600 "linear(2e-3, 2e-4, 400)"
RUNS

# The logs alone, named after their runs, beside the lists that say which run is for what.
gather() {
  mkdir -p "$work/logs"
  cp "$here"/../../data/language/*.yaml "$work/logs"
  for log in "$work"/*/log.csv; do cp "$log" "$work/logs/$(basename "$(dirname "$log")").csv"; done
}

# What the fit of three runs calls best, trained like the others.
gather
"$anneal" fit "$work/logs/runs.yaml" --out "$work/fit.json" --quiet >/dev/null
"$anneal" optimize "$work/fit.json" --steps 2000 --peak 2e-3 --warmup 100 --floor 2e-4 --out "$work/logs/best-schedule.csv" --quiet >/dev/null

each <<'RUNS'
  new best 1 "$work/logs/best-schedule.csv"
  new best-seed-2 2 "$work/logs/best-schedule.csv"
  new best-seed-3 3 "$work/logs/best-schedule.csv"
RUNS
gather
