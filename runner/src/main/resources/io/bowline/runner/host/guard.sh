# Leads the session of one child; run as: setsid sh -c "$(cat guard.sh)" guard COOKIE KIB SILENCE PROGRAM ARGS...
# Standard input is a pipe that only the runner holds. A word on it is an order or a sign of life; its
# end, or SILENCE seconds without a word, means that the runner is gone, done or frozen, and then
# everything of this child dies, whatever it started.
cookie=$1
space=$2
silence=$3
shift 3
exec 3<&0 </dev/null
trap : TERM INT HUP
(
  trap '' TERM INT HUP
  trap : ALRM
  # Standard error stays open on purpose: its end tells the runner that the group was killed.
  exec >/dev/null
  me=$(exec sh -c 'echo "$PPID"')
  timer=
  while IFS= read -r word <&3 && [ "$word" != KILL ]; do
    if [ "$word" = TERM ]; then
      kill -s TERM -- "-$$" 2>/dev/null
    else
      [ -z "$timer" ] || kill -s KILL "$timer" 2>/dev/null
      (exec 3<&- && sleep "$silence" && kill -s ALRM "$me") &
      timer=$!
    fi
  done
  # Those that left for a session of their own still carry the cookie in their environment.
  if [ -d /proc/self ]; then
    grep -ls "BOWLINE_CHILD=$cookie" /proc/[0-9]*/environ 2>/dev/null |
      while IFS=/ read -r _ _ process _; do
        kill -s KILL "$process" 2>/dev/null
      done
  fi
  kill -s KILL -- "-$$" 2>/dev/null
) &
(
  exec 3<&-
  ulimit -c 0
  [ "$space" = 0 ] || ulimit -v "$space" || exit 126
  BOWLINE_CHILD=$cookie
  export BOWLINE_CHILD
  exec "$@"
)
exit $?
