#!/usr/bin/env bash
# Makes what is handed out: a static program for Linux that needs nothing of the system, the list of what is in it, the licences, checksums.
#
#   tools/release.sh [DIR]        into DIR (default: target/release-files)
#
# With the same sources, toolchain and commit it makes the same bytes.
set -euo pipefail
cd "$(dirname "$0")/.."
root="$PWD"
out="${1:-target/release-files}"
target="${EMIC_TARGET:-$(uname -m)-unknown-linux-musl}"
version="$(sed -n 's/^version = "\(.*\)"$/\1/p' Cargo.toml | head -1)"
name="emic-$version-$target"

say() { printf '\n== %s\n' "$*"; }
need() { command -v "$1" >/dev/null || { (apt-get update && apt-get install -y --no-install-recommends "$2") >/dev/null 2>&1 || true; }
  command -v "$1" >/dev/null || { echo "release: $1 is needed (Debian: $2)" >&2; exit 1; }; }

say "tools"
rustup target add "$target" >/dev/null 2>&1 || true
# SQLite, for the projects of other tools, is C.
need musl-gcc musl-tools
need python3 python3
SOURCE_DATE_EPOCH="$(git log -1 --format=%ct 2>/dev/null || echo 0)"
export SOURCE_DATE_EPOCH

say "$name"
# No path of the machine that builds gets into the program.
cargo_home="${CARGO_HOME:-$HOME/.cargo}"
export RUSTFLAGS="--remap-path-prefix=$root=emic --remap-path-prefix=$cargo_home=cargo"
export CARGO_PROFILE_RELEASE_STRIP=symbols
cargo build --locked --release --target "$target"
program="${CARGO_TARGET_DIR:-target}/$target/release/emic"

say "it stands alone"
if LC_ALL=C readelf -l "$program" 2>/dev/null | grep -q INTERP; then
  echo "release: $program asks for a loader: it is not static" >&2
  exit 1
fi
bare="$(mktemp -d)"
trap 'rm -rf "$bare"' EXIT
cp "$program" "$bare/emic"
mkdir "$bare/tmp"
if [ "$(id -u)" = 0 ] && chroot "$bare" /emic --version >/dev/null 2>&1; then
  # A system with nothing in it: no library, no shell, no home, no data on places and times.
  env -i PATH="$PATH" HOME=/ EMIC_CODER=amy chroot "$bare" /emic demo /demo >"$bare/shown" 2>&1
  grep -q "theme frequencies\|participants" "$bare/shown"
  env -i PATH="$PATH" HOME=/ EMIC_CODER=amy chroot "$bare" /emic -s /demo check | tail -1
  env -i PATH="$PATH" HOME=/ EMIC_CODER=amy chroot "$bare" /emic -s /demo search waiting --count
else
  echo "not tried in an empty root folder: that takes root" >&2
  env -i HOME="$bare" "$bare/emic" --version
fi

say "what is in it"
rm -rf "$out"
mkdir -p "$out/$name"
cp "$program" README.md LICENSE CHANGELOG.md CITATION.cff "$out/$name/"
python3 tools/sbom.py "$target" "$out/$name.cdx.json" "$out/$name/THIRD-PARTY-LICENCES.txt"
tar --sort=name --mtime="@$SOURCE_DATE_EPOCH" --owner=0 --group=0 --numeric-owner -C "$out" -cf - "$name" | gzip -9n >"$out/$name.tar.gz"
rm -r "${out:?}/$name"

say "checksums"
(cd "$out" && sha256sum -- *.tar.gz *.cdx.json >SHA256SUMS && sha256sum -c SHA256SUMS)
ls -l "$out"
