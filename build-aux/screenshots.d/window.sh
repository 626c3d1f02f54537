# SPDX-License-Identifier: GPL-3.0-or-later
# A window that is started, used by keys and looked at. Used by build-aux/screenshots.

# prepare NAME SCHEME WIDTH [MODEL]: a fresh data folder, and preferences in a keyfile.
prepare () {
  name=$1 wide=$3 data=$work/$1/data config=$work/$1/config
  mkdir -p "$data" "$config"
  "$cli" --data-dir "$data" providers default "${4:-demo/hello}" >"$work/log" 2>&1
  cat > "$config/ponder.ini" <<TEXT
[ponder]
color-scheme='$2'
window-width=$3
window-height=720
TEXT
}

# start ARGUMENT...: the window, at the corner of the screen.
start () {
  "$ponder" --data-dir "$data" --config-dir "$config" "$@" >"$work/log" 2>&1 &
  pid=$!
  window=$(timeout 30 xdotool search --sync --onlyvisible --pid "$pid" | tail -n 1)
  sleep 1.5
}

finish () {
  kill "$pid" 2>/dev/null || true
  wait "$pid" 2>/dev/null || true
}

keys () {
  for key in "$@"; do
    xdotool key "$key"
    sleep 0.2
  done
  sleep 0.5
}

words () {
  xdotool type --delay 5 "$1"
  sleep 0.5
}

ask () {
  words "$1"
  keys Return
}

# Waits until no answer is being written, 40 s at most.
settle () {
  for _ in $(seq 80); do
    sleep 0.5
    states=$(python3 - "$data/ponder.db" <<'PYTHON'
import sqlite3
import sys
print(sqlite3.connect(sys.argv[1]).execute(
    "SELECT count(*) FROM messages WHERE state IN ('waiting', 'streaming')").fetchone()[0])
PYTHON
    )
    [ "$states" != 0 ] || break
  done
  sleep 0.7
}

shoot () {
  import -window "$window" "$out/$1.png"
  echo "$out/$1.png"
}

# Menus and dialogs are windows of their own.
shoot_screen () {
  import -window root -crop "$((wide < 600 ? 700 : 1000))x${2:-720}+0+0" +repage "$out/$1.png"
  echo "$out/$1.png"
}

# click X Y [BUTTON] [COUNT]: X is counted from where a line of text begins.
click () {
  x=$1
  [ -z "${mirrored:-}" ] || x=$((wide - $1))
  xdotool mousemove --window "$window" "$x" "$2" click --repeat "${4:-1}" --delay 20 "${3:-1}"
  sleep 0.7
}

go_to_composer () {
  back_to_window
  click $((wide - 120)) 685
}

back_to_window () {
  xdotool windowfocus --sync "$window"
  sleep 0.3
}

# The list of chats hides what is shown where there is no room for both.
show_chats () {
  [ "$wide" -ge 600 ] || keys F9
}

# turn_wheel BUTTON: up (4) or down (5) to the end, over the chat.
turn_wheel () {
  xdotool mousemove --window "$window" $((wide / 2 + 120)) 400
  [ -z "${mirrored:-}" ] || xdotool mousemove --window "$window" $((wide / 2 - 120)) 400
  xdotool click --repeat 60 --delay 10 "$1"
  sleep 0.5
}
