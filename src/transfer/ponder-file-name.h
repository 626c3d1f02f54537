/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names of files that any file system takes. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A name made of @title, which may be anything: no slash, control or bidi character, nothing that Windows reserves, at
 * most 255 bytes with @suffix (".md") and room for a number. Never empty. (transfer full) */
char *ponder_file_name_from_title (const char *title,
                                   const char *suffix);

/* The same, but none that was chosen before, even if file systems tell capitals apart: "Trip (2).md". @taken: of
 * this function, to begin with an empty table of strings, which it owns. (transfer full) */
char *ponder_file_name_choose     (const char *title,
                                   const char *suffix,
                                   GHashTable *taken);

G_END_DECLS
