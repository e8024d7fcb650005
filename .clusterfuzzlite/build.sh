#!/bin/bash -eu
# Every target of tools/fuzz as one file with its seeds, for OSS-Fuzz and ClusterFuzzLite.
npx -y pnpm@12.21.0 run fuzz --build "$OUT/targets"
for file in "$OUT"/targets/fuzz-*.cjs; do
  name=$(basename "$file" .cjs)
  (cd "$OUT/targets/${name#fuzz-}" && zip -q "$OUT/${name}_seed_corpus.zip" ./*)
  compile_javascript_fuzzer mm-playground "$file" -i targets
done
