# SPDX-License-Identifier: GPL-3.0-or-later
# One window, through all that a person sees in a day. Used by build-aux/screenshots.

# tour LOOK SCHEME WIDTH [LANGUAGE]: pictures are named after the look.
tour () {
  prepare "$1" "$2" "$3"
  python3 build-aux/screenshots.d/fill.py "$cli" "$data" ${4:+"$4"}
  start --demo
  tour_chat "$1"
  tour_composer "$1"
  tour_compare "$1"
  tour_sidebar "$1"
  tour_windows "$1"
  finish
}

tour_chat () {
  shoot "$1-empty"
  show_chats
  shoot "$1-sidebar"
  click 120 235
  turn_wheel 4
  shoot "$1-markdown"
  turn_wheel 5
  shoot "$1-markdown-end"
  keys ctrl+f
  words 'th'
  shoot "$1-find"
  keys Escape
}

tour_composer () {
  keys ctrl+m
  sleep 2
  shoot_screen "$1-models"
  keys Escape
  keys ctrl+shift+p
  words 'Answer in one sentence.'
  shoot_screen "$1-settings"
  keys Escape
  go_to_composer
  keys Up
  shoot "$1-editing"
  keys Escape ctrl+a Delete
  for line in one two three four five six seven eight nine ten eleven twelve thirteen fourteen; do
    xdotool type --delay 2 "Line $line of a long question"
    xdotool key shift+Return
  done
  sleep 0.5
  shoot "$1-many-lines"
  keys ctrl+a Delete
}

# The third chat asks several models.
tour_compare () {
  show_chats
  click 120 283
  go_to_composer
  ask 'Which train is faster?'
  sleep 3
  shoot "$1-compare"
}

tour_sidebar () {
  keys ctrl+k
  words 'the'
  keys Down
  shoot "$1-search"
  keys ctrl+k ctrl+a
  words 'no such words'
  shoot "$1-nothing"
  keys Escape Escape
  show_chats
  click 120 375 3
  shoot_screen "$1-menu"
  keys Escape
  xdotool keydown ctrl
  click 120 375
  click 120 425
  xdotool keyup ctrl
  shoot "$1-selected"
  keys Delete
  sleep 1
  shoot "$1-deleted"
}

tour_windows () {
  keys ctrl+shift+e
  shoot_screen "$1-export"
  keys Escape
  back_to_window
  keys ctrl+question
  sleep 1
  shoot_screen "$1-shortcuts" 900
  keys Escape
}
