#!/bin/sh
# The runner's entry point: starts one of two versions of it and watches over it.
#   watch.sh JAVA JVM_OPTIONS APP ARGS...     JAVA @JVM_OPTIONS -jar APP/quarkus-run.jar ARGS...
#
# The version of this image is the one in APP. Another one lies in a slot, a folder of the runner's state:
#   slots/NAME/{version,digest,SHA256SUMS,jvm.options,app/}   digest: sha256:... of SHA256SUMS
#   slots/current   name of the slot that is used; without it APP
#   slots/next      name of the slot to be tried at the next start; whoever has filled it writes this last
#   slots/trying    the one on trial; slots/refused says which did not pass, and why
#   slots/running   what runs now, for whoever looks
# A version on trial has WATCH_HEALTHY_WITHIN seconds (120) to connect, which it says by the file that
# --runner.ready-file names; else the former version comes back. What ends by itself is started again,
# after 1 s, 2 s, ... up to WATCH_LONGEST_PAUSE (60); exit code 86 asks for a start at once.
set -u
java=$1 options=$2 app=$3
shift 3
within=${WATCH_HEALTHY_WITHIN:-120}
longest=${WATCH_LONGEST_PAUSE:-60}
unset WATCH_HEALTHY_WITHIN WATCH_LONGEST_PAUSE
restart_now=86 # the runner wants to be started again, for instance in another slot
usage=2        # a start that no other start would mend
refused=78

# what archive.sh made, if it did; a slot has none, since it would not be covered by the slot's digest
classes=
[ ! -f "$app/classes.jsa" ] || classes=-XX:SharedArchiveFile=$app/classes.jsa

say() { printf 'watch: %s\n' "$*" >&2; }

state=${BOWLINE_RUNNER_STATE:-}
for argument in "$@"; do
  case $argument in
  --help | --what-leaves) exec "$java" "@$options" -jar "$app/quarkus-run.jar" "$@" ;;
  --runner.state=*) state=${argument#*=} ;;
  --config=*)
    [ -n "$state" ] || state=$(sed -n 's/^ *bowline\.runner\.state *[=:] *//p' "${argument#*=}" 2>/dev/null | tail -n 1)
    ;;
  esac
done
[ -n "$state" ] || state=${XDG_STATE_HOME:-${HOME:-/tmp}/.local/state}/bowline/runner
slots=$state/slots
ready=$slots/ready
if ! (umask 077 && mkdir -p "$slots"); then
  say "state folder $state cannot be used: give the runner one with --runner.state"
  exit "$refused"
fi

# write FILE TEXT: whole or not at all, also after a power cut or on a full disk
write() {
  if (printf '%s\n' "$2" >"$slots/$1.new") 2>/dev/null; then
    sync "$slots/$1.new" 2>/dev/null || sync
    mv "$slots/$1.new" "$slots/$1"
    sync "$slots" 2>/dev/null || sync
  else
    rm -f "$slots/$1.new"
    say "$slots/$1 cannot be written: free space there"
    return 1
  fi
}

# The slot that is next is so no more, also after a power cut.
take_next() {
  rm -f "$slots/next"
  sync "$slots" 2>/dev/null || sync
}

word() { [ ! -f "$slots/$1" ] || head -n 1 "$slots/$1"; }

sha256() { if command -v sha256sum >/dev/null 2>&1; then sha256sum "$@"; else shasum -a 256 "$@"; fi; }

# Whether a slot holds what it says.
sound() {
  case $1 in '' | */* | .*) return 1 ;; esac
  slot=$slots/$1
  [ -f "$slot/app/quarkus-run.jar" ] && [ -f "$slot/jvm.options" ] && [ -f "$slot/version" ] || return 1
  [ "$(head -n 1 "$slot/digest" 2>/dev/null)" = "sha256:$(sha256 "$slot/SHA256SUMS" 2>/dev/null | cut -d ' ' -f 1)" ] || return 1
  (cd "$slot" && sha256 -c SHA256SUMS >/dev/null 2>&1)
}

refuse() { # SLOT WHY
  say "$(name "$1") is refused: $2"
  write refused "$(name "$1"): $2"
}

name() {
  if [ -z "$1" ]; then printf 'the version of the image'; else
    printf 'slot %s (version %s, %s)' "$1" "$(word "$1/version")" "$(word "$1/digest")"
  fi
}

stopping=
child=
# Whatever says stop here says SIGTERM there: a shell's background processes are deaf to SIGINT.
trap 'stopping=yes; [ -z "$child" ] || kill -s TERM "$child" 2>/dev/null' TERM INT HUP

start() { # SLOT ARGS...
  slot=$1
  shift
  rm -f "$ready"
  if [ -z "$slot" ]; then
    "$java" "@$options" ${classes:+"$classes"} -jar "$app/quarkus-run.jar" "$@" "--runner.ready-file=$ready" <&0 &
  else
    "$java" "@$slots/$slot/jvm.options" -jar "$slots/$slot/app/quarkus-run.jar" "$@" "--runner.ready-file=$ready" <&0 &
  fi
  child=$!
  write running "$(name "$slot"), process $child"
  say "$(name "$slot") runs as process $child"
  [ -z "$stopping" ] || kill -s TERM "$child" 2>/dev/null
}

lives() { kill -0 "$child" 2>/dev/null; }

# Waits for its end; a signal that arrives here ends `wait`, but not what is waited for.
await() {
  code=0
  wait "$child" || code=$?
  while lives; do
    code=0
    wait "$child" || code=$?
  done
  child=
}

# Waits until it has connected; fails when it ends before, or takes too long.
healthy() {
  left=$within
  while [ "$left" -gt 0 ] && lives && [ -z "$stopping" ]; do
    [ ! -e "$ready" ] || return 0
    sleep 1
    left=$((left - 1))
  done
  [ -e "$ready" ]
}

end_it() {
  kill -s TERM "$child" 2>/dev/null
  left=10
  while lives && [ "$left" -gt 0 ]; do
    sleep 1
    left=$((left - 1))
  done
  kill -s KILL "$child" 2>/dev/null
  await
}

try() { # ARGS...: gives the next version its trial; it runs on when it has passed
  candidate=$(word next)
  if ! sound "$candidate"; then
    take_next
    refuse "$candidate" "the slot does not hold what its digest says"
    return 1
  fi
  write trying "$candidate" || return 1 # an untold trial could come back for ever
  take_next
  start "$candidate" "$@"
  if healthy; then
    if write current "$candidate"; then
      say "$(name "$candidate") has connected and stays"
    else
      say "$(name "$candidate") has connected and runs; the next start is of the former version"
    fi
    rm -f "$slots/trying"
    current=$candidate
    return 0
  fi
  if [ -n "$stopping" ]; then
    # it was told to stop before it could show anything: it may be tried again
    write next "$candidate"
    rm -f "$slots/trying"
    return 0
  fi
  why="it did not connect within $within s"
  lives || why="it ended before it had connected"
  end_it
  rm -f "$slots/trying"
  refuse "$candidate" "$why"
  return 1
}

if [ -f "$slots/trying" ]; then
  refuse "$(word trying)" "its trial was cut off, perhaps by itself"
  [ "$(word next)" != "$(word trying)" ] || take_next # it came back with a power cut
  rm -f "$slots/trying"
fi
current=$(word current)
if [ -n "$current" ] && ! sound "$current"; then
  refuse "$current" "the slot does not hold what its digest says"
  current=
fi
pause=1
while [ -z "$stopping" ]; do
  began=$(date +%s)
  if [ ! -f "$slots/next" ] || ! try "$@"; then
    start "$current" "$@"
  fi
  await
  rm -f "$slots/running"
  [ -z "$stopping" ] || exit "$code"
  case $code in
  0 | "$usage" | "$refused") exit "$code" ;;
  "$restart_now") continue ;;
  esac
  [ $(($(date +%s) - began)) -lt 60 ] || pause=1
  say "the runner ended with code $code; it is started again in $pause s"
  left=$pause
  while [ "$left" -gt 0 ] && [ -z "$stopping" ]; do
    sleep 1
    left=$((left - 1))
  done
  pause=$((pause * 2))
  [ "$pause" -le "$longest" ] || pause=$longest
done
exit 143
