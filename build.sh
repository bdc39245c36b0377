#!/usr/bin/env bash
# The only entry point. ./build.sh [build|package|release|run|test|generate|screens|bench [--quick]|faults|fuzz [TIME]|serve [FLAGS]|worker]
set -euo pipefail
cd "$(dirname "$0")"
export NO_UPDATE_NOTIFIER=1 GOFLAGS="${GOFLAGS:-} -buildvcs=false"

say() { printf '\n== %s\n' "$*" >&2; }

need() { # need COMMAND "what to do"
  command -v "$1" >/dev/null || { echo "build.sh: $1 is missing: $2" >&2; exit 1; }
}

# Makes the extension for both browsers in dist/extension. Needs Go and nothing else. With flags it is one for users, with
# the signed rules of a source: build -root FILE -from DIR|URL -url URL (rulekit embed -h tells more).
build() {
  need go "install Go $(sed -n 's/^go //p' go.mod) or newer from https://go.dev/dl"
  say 'building dist/extension (the first time, Go compiles the bundler: a minute)'
  rm -rf dist/extension
  mkdir -p dist/extension
  to_wasm dist/extension/engine.wasm ./wasm/engine
  if [ "${1:-}" = -seed ]; then
    cp -r "$2"/. dist/extension
  else
    go run ./rules/rulekit embed ${1:+-release} "$@" -out dist/extension/seed.json
  fi
  go run ./extension/pack dist/extension
}

package() { # package [FLAGS of build]: the zips that stores take, in dist/release, the same bytes wherever they are made; needs Go and nothing else
  build "$@"
  rm -rf dist/release
  mkdir -p dist/release
  say 'packing dist/release'
  go run ./extension/release dist/extension dist/release
}

release() { # release [FLAGS of build]: the same, and what is in it as CycloneDX; the version is git's
  need npm 'install Node 20 or newer from https://nodejs.org'
  package "$@"
  tool cyclonedx-gomod app -json -licenses -std -main wasm/engine -output "$PWD/dist/release/sbom-package.cdx.json" .
  (cd extension && npm sbom --sbom-format cyclonedx --package-lock-only) >dist/release/sbom-development.cdx.json
  go run ./extension/release dist/extension dist/release >/dev/null # the checksums of these, too
}

tool() { # tool NAME [ARGUMENTS]: a program of .ci/tools.mod, for the engine's platform
  local program
  program=$(go tool -n -modfile=.ci/tools.mod "$1")
  GOOS=js GOARCH=wasm "$program" "${@:2}"
}

to_wasm() { # to_wasm FILE PACKAGE [LDFLAGS]; docs/decisions/0016-engine-size.md says why it is not just go build
  local experiment=
  [[ $(go env GOVERSION) != go1.26* ]] || experiment=nogreenteagc
  GOEXPERIMENT=$experiment GOOS=js GOARCH=wasm go build -trimpath -ldflags="${3--s -w}" \
    -gcflags={fmt,reflect,strings,encoding/json,github.com/beforehand/beforehand/wasm/core/release}=-l -o "$1" "$2"
  chmod 644 "$1"
}

worker() { # the server of a rule source for Cloudflare Workers, in dist/worker
  mkdir -p dist/worker
  to_wasm dist/worker/server.wasm ./wasm/server
  cp wasm/server/worker/*.mjs "$(go env GOROOT)/lib/wasm/wasm_exec.js" dist/worker/
  echo "server.wasm $(wc -c <dist/worker/server.wasm) bytes, $(gzip -9c dist/worker/server.wasm | wc -c) gzip"
}

packages() { # the npm packages of the lock file, for type checks, lints and tests
  need npm 'install Node 20 or newer from https://nodejs.org'
  local stamp=extension/node_modules/.lock
  if ! cmp -s extension/package-lock.json "$stamp"; then
    say 'installing npm packages'
    # Not npm ci: it asks for the lock's entries of every platform, and a lock made here has only those of this one.
    (cd extension && npm install --no-save --no-audit --no-fund --loglevel=error)
    cp extension/package-lock.json "$stamp"
  fi
}

browsers() { # browsers CHROMIUM|BOTH
  local missing=()
  command -v "${CHROMIUM:-chromium}" >/dev/null || missing+=(chromium)
  [ "$1" = CHROMIUM ] || command -v "${FIREFOX:-firefox-esr}" >/dev/null || missing+=(firefox-esr)
  [ ${#missing[@]} -gt 0 ] || return 0
  command -v apt-get >/dev/null && [ "$(id -u)" = 0 ] || { echo "build.sh: install ${missing[*]}, or name the programs in CHROMIUM and FIREFOX" >&2; exit 1; }
  say "installing ${missing[*]}"
  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "${missing[@]}" fonts-noto-core >/dev/null
}

in_browser() { (cd extension && CHROMIUM=$(command -v "${CHROMIUM:-chromium}") FIREFOX=$(command -v "${FIREFOX:-firefox-esr}" || true) node --import tsx "$@"); }

generate() { # what is made from the Go types, from libraries, and from the composer pages
  packages
  browsers CHROMIUM
  made .
  in_browser test/site/snapshot.ts # the tests compare the pages with it, surface by surface
}

made() { # made DIR: all of that but the snapshots of the composer pages
  local to=$1
  mkdir -p "$to"/{wasm/core/match,wasm/core/rule,rules/schema,extension/src/core,docs}
  go run ./wasm/core/match/suffixes >"$to/wasm/core/match/suffixes.txt.new"
  mv "$to/wasm/core/match/suffixes.txt.new" "$to/wasm/core/match/suffixes.txt"
  go run ./wasm/core/rule/nfc >"$to/wasm/core/rule/nfc_table.go"
  go run ./rules/schema platform >"$to/rules/schema/platform.schema.json"
  go run ./rules/schema markdown >"$to/rules/schema/platform.md"
  go run ./rules/schema protocol | extension/node_modules/.bin/json2ts --additionalProperties=false \
    --bannerComment '// Generated from the Go types by ./build.sh generate. Do not edit.' >"$to/extension/src/core/protocol.ts"
  [ "$to" = . ] || cp README.md "$to/README.md"
  go run ./rules/rulekit stats -svg "$to/docs/stats.svg" -readme "$to/README.md" >/dev/null
}

in_chromium() { packages; browsers CHROMIUM; build; in_browser "$1"; } # builds, and runs a script with Chromium

screens() { in_chromium test/e2e/pictures.ts; } # pictures of every screen, in docs/screens, and the icon in its sizes

bench() { # bench [--quick]: docs/bench.md and its pictures, in a quarter of an hour, or three minutes
  local part
  packages
  browsers BOTH
  build
  worker
  rm -rf dist/bench
  mkdir -p dist/bench
  to_wasm dist/bench/empty.wasm ./extension/test/bench/empty
  to_wasm dist/bench/named.wasm ./wasm/engine ''
  say 'the bench'
  go run ./extension/test/bench/binary dist/bench/named.wasm dist/bench/binary.json
  go run ./extension/test/bench/updates dist/bench/updates.json
  go run ./extension/test/bench/scale 1000000 dist/bench docs/hosting.md
  for part in engine lookup server installed banner pages; do
    in_browser "test/bench/$part.ts" "$@"
  done
  go run ./extension/test/bench/report dist/bench
  say 'docs/bench.md is new'
}

faults() { # all single faults, mutations, chaos and races (8 minutes); a day of use; the worker is stopped after every await of every flow: two hours
  packages
  browsers BOTH
  build
  export BEFOREHAND_LONG=1
  go test -v -timeout 60m -run 'TestSingleFaults|TestMutations|TestChaos|TestRace' ./wasm/core/{release,update} ./wasm/server/handler | grep -E '_test\.go|^(ok|FAIL|---)'
  in_browser --test --test-reporter=spec test/e2e/{storage,soak,tabs,awaits}.test.ts
}

fuzz() { # fuzz TIME|COUNTx: each fuzz test for so long or so often, and the engine as wasm; it has been built
  local target said counts=
  for target in $(grep -rho --include=*_test.go -H 'func Fuzz[A-Za-z]*' rules wasm | sed 's/func //'); do
    said=$(go test "./$(dirname "${target%%:*}")" -run '^$' -fuzz "^${target##*:}\$" -fuzztime "$1" -fuzzminimizetime 10x | tee >(cat >&2))
    counts+="${target##*:}$(sed -n 's/.*execs\(: [0-9]*\).*/\1/p' <<<"$said" | tail -n 1)"$'\n'
  done
  in_browser test/fuzz/engine.ts "$1"
  say 'executions'
  echo -n "$counts"
}

same_elsewhere() { # two builds from two folders are the same, byte for byte
  local copy=${TMPDIR:-/tmp}/beforehand.$$
  mkdir "$copy"
  git ls-files -z --cached --others --exclude-standard | xargs -0 cp --parents -t "$copy"
  (cd "$copy" && ./build.sh package >/dev/null)
  diff -r dist/extension "$copy/dist/extension"
  diff -r dist/release "$copy/dist/release"
  rm -rf "$copy"
}

test_all() {
  packages
  browsers BOTH
  package
  say 'Go: vet, staticcheck, tests, and the core as wasm'
  go vet ./...
  go tool -modfile=.ci/tools.mod staticcheck ./...
  tool staticcheck ./wasm/engine ./wasm/server
  go test ./...
  GOOS=js GOARCH=wasm go test -short -exec "$(go env GOROOT)/lib/wasm/go_js_wasm_exec" ./wasm/core/... ./rules golang.org/x/mod/sumdb/{note,tlog}
  (cd wasm/core/release/conformance && go vet . && go test .)
  in_browser test/fuzz/engine.ts 5000x # the inputs that are kept for the other fuzz tests are among the tests
  go run ./rules/rulekit check
  say 'generated files, reproducible build'
  rm -rf dist/generated
  made dist/generated
  (cd dist/generated && find . -type f -exec cmp {} ../../{} \;) | (! grep .)
  same_elsewhere
  say 'TypeScript: types, lints, unit tests'
  (cd extension && node_modules/.bin/tsc --noEmit && node_modules/.bin/biome check --error-on-warnings)
  (cd extension && node_modules/.bin/addons-linter --warnings-as-errors --boring ../dist/release/*-firefox.zip)
  (cd extension && node --import tsx --test --test-reporter=spec test/unit/*.test.ts)
  say 'the server as it is deployed, and both browsers'
  worker # updates are tested against the Worker as well
  in_browser test/e2e/profile.ts
  in_browser --test --test-concurrency=2 --test-reporter=spec $(cd extension && echo test/{deployed,e2e}/*.test.ts)
}

[ $# -gt 0 ] || set -- build
case "$1" in
build | package | release) "$@" ;;
generate | worker) "$1" ;;
run) in_chromium test/e2e/demo.ts ;;
screens | faults) "$1" ;;
bench) bench "${@:2}" ;;
fuzz)
  packages
  build
  fuzz "${2:-5m}"
  ;;
serve) exec go run ./wasm/server "${@:2}" ;;
test) test_all ;;
*) sed -n 's/^# The only entry point. /usage: /p' "$0" >&2; exit 2 ;;
esac
