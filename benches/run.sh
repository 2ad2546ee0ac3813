#!/usr/bin/env bash
# What `make bench` runs: every figure of docs/benchmarks.md, on loopback, in about a quarter of an hour.
#   BENCH_SECONDS=20    seconds of one load run (three runs each)
#   BENCH_EVENTS=200000 events stored before questions are asked (2000000 takes some ten minutes more)
#   BENCH_SUSTAIN=0     seconds of one long run (300 for the sustained figure)
#   BENCH_STEPS=...     only these steps; figures of other steps stay as they are in the results file
#   BENCH_RESUME=1      leave out steps that the results file has from this very binary: goes on after a break
#   BENCH_PEER=         script of a peer; empty leaves the peer out
#   BENCH_DIR=DIR       folder for data, on the disk to measure
set -euo pipefail
cd "$(dirname "$0")/.."
target=${CARGO_TARGET_DIR:-$PWD/target}
seconds=${BENCH_SECONDS:-20}
sustain=${BENCH_SUSTAIN:-0}
steps=${BENCH_STEPS:-floor,large,memory,half,overload,small,many,stored,peer}
[ "$sustain" -gt 0 ] && [ -z "${BENCH_STEPS:-}" ] && steps="$steps,sustain"
peer=${BENCH_PEER-benches/peers/bugsink.sh}
own=
if [ -z "${BENCH_DIR:-}" ]; then own=$(mktemp -d "${TMPDIR:-/tmp}/bartizan-bench.XXXXXX"); fi
dir=${BENCH_DIR:-$own}
trap '[ -z "$own" ] || rm -rf "$own"' EXIT

# Longer than any run takes, so that a hung one ends.
limit=$(( 1800 + seconds * 60 + sustain * 4 + ${BENCH_EVENTS:-200000} / 500 ))
timeout --signal=INT "$limit" "$target/release/bartizan-bench" all \
  --server "$target/release/bartizan" --dir "$dir" --seconds "$seconds" --sustain "$sustain" \
  ${BENCH_RESUME:+--resume} --events "${BENCH_EVENTS:-200000}" --steps "$steps" ${peer:+--peer "$peer"} \
  --results benches/results.json --document docs/benchmarks.md
echo "figures: docs/benchmarks.md and benches/results.json"
