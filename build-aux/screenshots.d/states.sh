# SPDX-License-Identifier: GPL-3.0-or-later
# States that need a start of their own. Used by build-aux/screenshots.

first_start () {
  name=first wide=1000 data=$work/first/data config=$work/first/config
  mkdir -p "$data" "$config"
  start
  sleep 2
  shoot first-start
  finish
}

# The picture of the README, data/screenshots/chat.png.
readme () {
  prepare readme light 1000
  python3 build-aux/screenshots.d/fill.py "$cli" "$data"
  start
  click 120 235
  turn_wheel 4
  shoot readme
  # Small enough for a repository; the eye sees no difference.
  convert "$out/readme.png" +dither -colors 128 -define png:compression-level=9 "PNG8:$out/chat.png"
  finish
}

# card NAME SCHEME WIDTH MODEL: an answer that fails, waits or is cut off.
card () {
  prepare "$1" "$2" "$3" "demo/$4"
  start --demo
  ask 'How does a write-ahead log keep my chats safe?'
  sleep 3.5
  shoot "$1"
  finish
}

cards () {
  card card-retrying light 1000 rate-limit
  card card-retrying-dark dark 1000 rate-limit
  card card-retrying-narrow light 360 rate-limit
  card card-final light 1000 wrong-key
  card card-final-narrow dark 360 no-credit
  card card-cut-off light 1000 cut-off
  card waiting light 1000 hang
  ADW_DEBUG_HIGH_CONTRAST=1 card card-high-contrast light 1000 rate-limit
}

# streaming NAME SCHEME WIDTH: reasoning while it is written, beside a chat whose answer nobody has seen.
streaming () {
  prepare "$1" "$2" "$3" demo/think
  start --demo
  ask 'Is it better to plan first or to begin?'
  keys ctrl+n
  ask 'And is it better to begin or to plan?'
  sleep 2
  shoot "$1"
  settle
  keys ctrl+n
  shoot "$1-unseen"
  finish
}

# cached NAME SCHEME WIDTH: the same question in two chats, answered from the cache the second time.
cached () {
  prepare "$1" "$2" "$3" demo/echo
  start --demo
  ask 'What is new?'
  settle
  keys ctrl+n
  ask 'What is new?'
  settle
  shoot "$1"
  finish
}

zoomed () {
  prepare zoomed light 1000
  python3 build-aux/screenshots.d/fill.py "$cli" "$data"
  echo 'text-zoom=uint32 200' >> "$config/ponder.ini"
  start
  click 120 235
  turn_wheel 4
  keys ctrl+plus
  shoot zoomed
  finish
}

two_windows () {
  prepare windows light 600
  python3 build-aux/screenshots.d/fill.py "$cli" "$data"
  start
  keys ctrl+shift+n
  sleep 1
  xdotool search --onlyvisible --pid "$pid" | tail -n 1 | xargs -I{} xdotool windowmove {} 640 60
  sleep 1
  import -window root "$out/windows.png"
  finish
}

trash () {
  prepare trash light 1000
  python3 build-aux/screenshots.d/fill.py "$cli" "$data"
  "$cli" --data-dir "$data" sessions list --json | grep -o '"id":"[^"]*"' | cut -d '"' -f 4 | head -n 3 |
    while read -r id; do "$cli" --data-dir "$data" sessions delete "$id" >"$work/log" 2>&1; done
  start
  click 278 697
  shoot trash
  finish
}
