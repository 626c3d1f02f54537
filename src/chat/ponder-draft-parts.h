/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is attached to a question that is not asked yet, as one text. */

#pragma once

#include "ponder-part.h"

G_BEGIN_DECLS

/* Names of choices of the store begin with it, and end in the id of a session. */
#define PONDER_DRAFT_PARTS_CHOICE "draft-parts/"

/* Names, types and digests; words and bytes are in the attachments' files. "" for none. (transfer full) */
char      *ponder_draft_parts_serialize   (GPtrArray  *parts);
/* What cannot be read is left out. (element-type PonderPart) (transfer full) */
GPtrArray *ponder_draft_parts_deserialize (const char *json);

G_END_DECLS
