/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where in a message something stands: in its text as it is read, whether it has a row or not. */

#pragma once

#include "ponder-finder.h"
#include "ponder-message.h"

G_BEGIN_DECLS

/* A place that holds for the blocks of the message and for the widgets that show them. */
typedef struct
{
  gboolean reasoning;           /* in what was thought, which is read first, or in the text */
  guint    block;               /* number of its block; 0 in a text that is shown as it was typed */
  guint    nth;                 /* counted from 0 in that block */
  gsize    start;               /* byte in what is read of that block: cells of a table follow each other */
} PonderFindPlace;

/* Adds the places in @message to @places (PonderFindPlace), if given, in reading order; gives how many. */
guint ponder_find_places_list    (PonderFinder          *finder,
                                  PonderMessage         *message,
                                  GArray                *places);
/* The same of copies, for another thread. @plain: the text is shown as it was typed. */
guint ponder_find_places_list_in (PonderFinder          *finder,
                                  const char            *reasoning,
                                  const char            *text,
                                  gboolean               plain,
                                  GArray                *places);
/* Reading order. */
int   ponder_find_places_compare (const PonderFindPlace *a,
                                  const PonderFindPlace *b);

G_END_DECLS
