/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cuts a stream of JSON of any size into values that are small enough to be parsed one at a time. Pure, without
 * recursion. */

#pragma once

#include "ponder-types.h"

G_BEGIN_DECLS

/* Containers that can be open at once; what lies deeper belongs to one value. */
#define PONDER_JSON_SPLITTER_DEPTH 4

/* A value larger than this, in bytes or in values inside of it, is passed over: nodes take up to two hundred times
 * the room of their text. The largest chats that people have are a tenth of it. */
#define PONDER_JSON_SPLITTER_BYTES  (64 * 1024 * 1024)
#define PONDER_JSON_SPLITTER_VALUES 1000000

/* Where a value stands: one step for each open container. A value on its own stands at depth 0. */
typedef struct
{
  guint       depth;
  const char *names[PONDER_JSON_SPLITTER_DEPTH];        /* of an object's member; NULL in an array */
  guint64     places[PONDER_JSON_SPLITTER_DEPTH];       /* from 0 */
} PonderJsonPlace;

typedef enum
{
  PONDER_JSON_SPLIT_WHOLE,      /* give it out as one */
  PONDER_JSON_SPLIT_OPEN,       /* a container: give out what is inside, one by one */
  PONDER_JSON_SPLIT_DROP,       /* nobody wants it */
} PonderJsonSplit;

typedef struct
{
  /* A value begins with the character @first. */
  PonderJsonSplit (*begin) (const PonderJsonPlace  *place,
                            char                    first,
                            gpointer                user_data);
  /* One whole value, not parsed yet. FALSE with @error ends the splitting. */
  gboolean        (*value) (const PonderJsonPlace  *place,
                            const char             *text,
                            gsize                   length,
                            gpointer                user_data,
                            GError                **error);
  /* A value was too large. @why is for people. */
  void            (*skip)  (const PonderJsonPlace  *place,
                            const char             *why,
                            gpointer                user_data);
} PonderJsonSplitterHandler;

typedef struct _PonderJsonSplitter PonderJsonSplitter;

/* @handler is lent. */
PonderJsonSplitter *ponder_json_splitter_new    (const PonderJsonSplitterHandler  *handler,
                                                 gpointer                          user_data);
void                ponder_json_splitter_free   (PonderJsonSplitter               *self);
/* The next bytes, however the text is cut; a mark of UTF-8 at its beginning is no part of it. FALSE: it is not JSON
 * outside of the values that were given out (PONDER_ERROR_MALFORMED), or the handler's error. */
gboolean            ponder_json_splitter_feed   (PonderJsonSplitter               *self,
                                                 const char                       *data,
                                                 gsize                             length,
                                                 GError                          **error);
/* The text ends here. */
gboolean            ponder_json_splitter_finish (PonderJsonSplitter               *self,
                                                 GError                          **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PonderJsonSplitter, ponder_json_splitter_free)

G_END_DECLS
