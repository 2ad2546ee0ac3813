#!/usr/bin/env bash
# Fuzzes every target for a bounded time on the stable toolchain: fuzz/run.sh [SECONDS]
# A find is kept in fuzz/finds/ and the run fails.
set -euo pipefail
cd "$(dirname "$0")"
seconds=${1:-20}
target_dir="${CARGO_TARGET_DIR:-$PWD/target}/fuzz"
# What libFuzzer needs to see which code an input reaches.
export RUSTFLAGS="--cfg fuzzing -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table -Ccodegen-units=1"
host=$(rustc -vV | sed -n 's/^host: //p')
cargo build --quiet --locked --target "$host" --target-dir "$target_dir"
mkdir -p finds
# What the targets keep in files goes with the run.
TMPDIR=$(mktemp -d)
export TMPDIR
trap 'rm -rf "$TMPDIR"' EXIT
for source in targets/*.rs; do
  name=$(basename "$source" .rs)
  echo "fuzzing $name for $seconds s"
  mkdir -p "$target_dir/corpus/$name"
  "$target_dir/$host/debug/$name" -max_total_time="$seconds" -max_len=65536 -timeout=10 -rss_limit_mb=2048 -print_final_stats=0 \
    -verbosity=0 -artifact_prefix="finds/$name-" "$target_dir/corpus/$name" seeds/"$name" >"$target_dir/$name.log" 2>&1 || { tail -40 "$target_dir/$name.log"; exit 1; }
done
