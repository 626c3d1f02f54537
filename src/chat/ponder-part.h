/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One piece of a message. */

#pragma once

#include <glib-object.h>

#include "ponder-types.h"

G_BEGIN_DECLS

typedef enum
{
  PONDER_PART_TEXT,
  PONDER_PART_REASONING,
  PONDER_PART_IMAGE,
  PONDER_PART_FILE,
  PONDER_PART_TOOL_CALL,
  PONDER_PART_TOOL_RESULT,
} PonderPartKind;

#define PONDER_TYPE_PART_KIND (ponder_part_kind_get_type ())

GType ponder_part_kind_get_type (void) G_GNUC_CONST;

/* Plain data owned by its message. Strings are nullable unless noted. */
struct _PonderPart
{
  PonderPartKind  kind;
  GString        *text;         /* never NULL: the words, or a tool call's arguments, or a result */
  char           *name;         /* file name, or tool name */
  char           *call_id;      /* of a tool call or result */
  char           *media_type;   /* of an image or file */
  char           *digest;       /* SHA-256 of the stored bytes of an image or file */
  GBytes         *data;         /* those bytes, where they are at hand */
};

PonderPart *ponder_part_new              (PonderPartKind    kind,
                                          const char       *text);
PonderPart *ponder_part_copy             (const PonderPart *self);
void        ponder_part_free             (PonderPart       *self);
/* "text", "reasoning", "image", ...: the names of the database and of JSON. */
const char *ponder_part_kind_to_string   (PonderPartKind    kind);
gboolean    ponder_part_kind_from_string (const char       *name,
                                          PonderPartKind   *kind);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PonderPart, ponder_part_free)

G_END_DECLS
