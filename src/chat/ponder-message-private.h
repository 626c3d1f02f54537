/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The inside of a message, for the files that make up its type. */

#pragma once

#include "ponder-message.h"

G_BEGIN_DECLS

/* Lives on the main thread and is held by its timeline; other threads get a snapshot. */
struct _PonderMessage
{
  GObject             parent_instance;

  char               *id;
  char               *parent_id;
  char               *provider;
  char               *model;
  PonderRole          role;
  PonderMessageState  state;
  PonderFinish        finish;
  PonderUsage        *usage;
  PonderFault        *fault;
  gint64              created;
  gint64              first_token_ms;
  gint64              reasoning_ms;
  gint64              total_ms;
  gint64              cached_from;
  gint64              trashed;
  guint               sibling_index;
  guint               n_siblings;

  GPtrArray          *parts;
  /* Joined parts, made when somebody asks and there is more than one to join. */
  GString            *text;
  GString            *reasoning;

  guint               chosen : 1;
};

G_END_DECLS
