/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The inside of a session, for the files that make up its type. */

#pragma once

#include "ponder-session.h"

G_BEGIN_DECLS

/* Lives on the main thread and is held by the list of chats; other threads get a snapshot. */
struct _PonderSession
{
  GObject            parent_instance;

  char              *id;
  char              *title;
  char              *preview;
  char              *draft;
  char              *scroll_message;
  char              *branched_from;
  GStrv              tags;              /* never NULL */
  PonderModelConfig *config;
  gint64             created;
  gint64             updated;
  gint64             trashed;
  guint              n_messages;
  guint              draft_cursor;
  int                scroll_offset;

  guint              title_fixed : 1;
  guint              pinned : 1;
  guint              archived : 1;
  guint              busy : 1;
  guint              retrying : 1;
  guint              unseen : 1;
};

G_END_DECLS
