/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Addresses that stand in a text without any marks. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  gsize start;
  gsize end;
  const char *prefix;           /* what the text lacks to be a target: "", "http://" or "mailto:" */
} PonderAutolink;

/* The next address in @text (UTF-8) that begins at byte @from or behind it. */
gboolean ponder_autolink_find (const char     *text,
                               gsize           length,
                               gsize           from,
                               PonderAutolink *found);

G_END_DECLS
