# SPDX-License-Identifier: GPL-3.0-or-later
# Deep think in each of its states. Used by build-aux/screenshots.

free_buses='Should our town make its buses free?'

# start_thinking NAME SCHEME WIDTH MODEL [MEMBERS]: asks a server that stops where its model is called after.
start_thinking () {
  prepare "$1" "$2" "$3"
  rm -f "$work/address"
  python3 build-aux/screenshots.d/think-server.py "$work/address" &
  server=$!
  until [ -s "$work/address" ]; do sleep 0.1; done
  "$cli" --data-dir "$data" providers add mock --dialect openai --base-url "$(cat "$work/address")" >"$work/log" 2>&1
  "$cli" --data-dir "$data" providers default mock/"$4" >"$work/log" 2>&1
  python3 - "$data/ponder.db" "{\"parallel\":3${5:+,$5}}" <<'PYTHON'
import sqlite3
import sys
with sqlite3.connect(sys.argv[1]) as db:
    db.execute("INSERT OR REPLACE INTO choices VALUES ('think-config', ?)", sys.argv[2:])
PYTHON
  start
  keys ctrl+shift+d
  ask "${free_buses}"
  sleep "${wait_for_it:-3}"
}

stop_thinking () {
  finish
  kill "$server" 2>/dev/null || true
  wait "$server" 2>/dev/null || true
}

# thinking NAME SCHEME WIDTH MODEL [MEMBERS]
thinking () {
  start_thinking "$@"
  shoot "$1"
  stop_thinking
}

# press NAME...: buttons, by what they are called for a screen reader.
press () {
  for button in "$@"; do
    python3 build-aux/screenshots.d/press.py "$pid" "$window" "$button"
    sleep 0.8
  done
}

# of_thought LOOK SCHEME WIDTH
of_thought () {
  for state in planning solving writing reviewing failing refusing; do
    thinking "$1-$state" "$2" "$3" "$state"
  done
  thinking "$1-plan" "$2" "$3" solving '"approve_plan":true'

  start_thinking "$1-part" "$2" "$3" solving
  press 'b: Costs today'
  shoot "$1-part"
  press 'b: Costs today' Timeline
  shoot "$1-timeline"
  press Pause
  shoot "$1-paused"
  kill -9 "$pid"
  wait "$pid" 2>/dev/null || true
  start
  shoot "$1-interrupted"
  stop_thinking

  start_thinking "$1-folded" "$2" "$3" whole
  settle
  shoot "$1-folded"
  press 'Deep think: '
  shoot "$1-opened"
  turn_wheel 4
  shoot "$1-opened-top"
  press Timeline
  shoot "$1-opened-timeline"
  stop_thinking
}

of_thought_in_chinese () (
  speak zh_CN zh_CN
  free_buses='公交车应该免费吗？'
  thinking think-chinese-solving light 1000 solving
  thinking think-chinese-failing dark 360 failing
)
