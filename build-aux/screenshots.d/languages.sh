# SPDX-License-Identifier: GPL-3.0-or-later
# The window in other languages. Their locales are made here, for this run only. Used by build-aux/screenshots.

# speak LANGUAGE LOCALE
speak () {
  mkdir -p "$work/locale"
  localedef -i "$2" -f UTF-8 "$work/locale/$2.UTF-8" 2>/dev/null || true
  export LOCPATH="$work/locale" LC_ALL="$2.UTF-8" LANGUAGE="$1"
}

in_chinese () (
  speak zh_CN zh_CN
  tour chinese light 1000
  tour chinese-narrow dark 360
  card card-chinese light 1000 rate-limit
)

# Words of a translation that is only a head, so that GTK takes its own: it mirrors the window.
right_to_left () (
  mkdir -p "$work/rtl/he/LC_MESSAGES"
  printf 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\nLanguage: he\\n"\n' |
    msgfmt -o "$work/rtl/he/LC_MESSAGES/ponder.mo" -
  export PONDER_LOCALE_DIR="$work/rtl" mirrored=1
  speak he he_IL
  tour right-to-left light 1000 he
  tour right-to-left-narrow dark 360 he
)
