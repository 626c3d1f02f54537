/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The answer of a part: words first, then one line for the program. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The mark that begins the last line. */
#define PONDER_THINK_TRAILER_MARK "@@"

typedef struct
{
  char  *body;                  /* what a person reads */
  char  *conclusion;            /* stated, else the last paragraph; "" when there is none */
  GStrv  limits;                /* (nullable): what it assumes, did not check, or lacks */
  double confidence;            /* 0..1, NAN when it was not stated */
} PonderThinkTrailer;

/* Never fails: a line that cannot be read is left out, and nothing is made up in its place. */
PonderThinkTrailer *ponder_think_trailer_new         (const char         *text);
void                ponder_think_trailer_free        (PonderThinkTrailer *self);
/* Bytes of @text that are for a person, also while it is being written. */
gsize               ponder_think_trailer_find        (const char         *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PonderThinkTrailer, ponder_think_trailer_free)

G_END_DECLS
