#!/usr/bin/env bash
# Runs the tests of the whole program under a tracer that sees every call by which a program can reach a network, in each process that they
# start, and fails if one was made. For ethics boards too: docs/privacy.md says how to read it.
#
#   tools/no-network.sh                 the tests (made first if they are not there)
#   tools/no-network.sh emic COMMAND …  one command of an emic that is installed
set -euo pipefail

log="$(mktemp)"
trap 'rm -f "$log" "$log".*' EXIT

if ! command -v strace >/dev/null; then
  (apt-get update && apt-get install -y --no-install-recommends strace) >/dev/null 2>&1 || true
fi
traced=(strace -f -qq -e trace=%network,io_uring_setup -e signal=none -o "$log")
if strace --seccomp-bpf -f -o /dev/null true 2>/dev/null; then
  # Only the calls that are looked for stop the program: the tests take hardly longer.
  traced=(strace --seccomp-bpf "${traced[@]:1}")
elif ! strace -o /dev/null true 2>/dev/null; then
  echo "no-network: strace is not there or may not trace here; nothing was looked at" >&2
  exit 77
fi

# A pair of sockets inside of one program (how signals reach its loop), and what is written into it without an address, is local, also where
# the tracer writes such a call in two lines (`<unfinished ...>`). Everything else is not: whoever sends needs a socket first.
leaves() {
  grep -E '^[0-9]+ +(socket|socketpair|connect|bind|listen|accept4?|sendto|sendmsg|sendmmsg|io_uring_setup)\(' "$log" \
    | grep -vE ' socketpair\((AF_UNIX|AF_LOCAL),| sendto\([0-9]+, .*, NULL, 0(\) | <unfinished)' || true
}

# First the tracer itself: it must see a program that does reach out (to this machine, where nobody listens).
"${traced[@]}" bash -c 'exec 3<>/dev/tcp/127.0.0.1/9' 2>/dev/null || true
if [ -z "$(leaves)" ]; then
  echo "no-network: the tracer did not see a call that was made; nothing was proven" >&2
  exit 1
fi
: >"$log"

if [ $# -gt 0 ]; then
  "${traced[@]}" "$@"
else
  cd "$(dirname "$0")/.."
  mapfile -t binaries < <(cargo test --locked --no-run --test it --test terminal --test crash 2>&1 | sed -n 's/.*Executable.*(\(.*\))$/\1/p')
  [ "${#binaries[@]}" -eq 3 ] || { echo "no-network: the tests could not be made" >&2; exit 1; }
  # Without these, who opens a terminal for a test asks the name service of this machine for them: that is not what is looked at.
  export HOME="${HOME:-/}" SHELL=/bin/sh
  for binary in "${binaries[@]}"; do
    # A browser that reads the report is another program, and so are R and Python.
    EMIC_CRASH_KILLS=10 "${traced[@]}" "$binary" --quiet --skip browser --skip recipes --skip real_data
  done
fi

found="$(leaves)"
if [ -n "$found" ]; then
  echo "no-network: calls that could reach a network:" >&2
  printf '%s\n' "$found" | head -40 >&2
  exit 1
fi
echo "no-network: no call that could reach a network, in no process"
