/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Images and files of a message as they go into a request. Pure. */

#pragma once

#include "ponder-part.h"

G_BEGIN_DECLS

/* How an image or a file goes into a request. */
typedef enum
{
  PONDER_ATTACHMENT_NONE,       /* it is neither, or nothing is known of it */
  PONDER_ATTACHMENT_WORDS,      /* among those of the message */
  PONDER_ATTACHMENT_BYTES,      /* beside them, as the dialect wants */
  PONDER_ATTACHMENT_MISSING,    /* its bytes were lost: the model is told so */
} PonderAttachmentForm;

/* @reads_files: what has words as well as bytes, a PDF, goes as it is; else its words must do. */
PonderAttachmentForm ponder_attachment_find_form (const PonderPart *part,
                                                  gboolean          reads_files);
/* What an image or a file is that does not say so is a PNG or unknown. */
const char *ponder_attachment_get_media_type (const PonderPart *part);
/* Its bytes (RFC 4648). (transfer full) */
char    *ponder_attachment_dup_base64   (const PonderPart *part);
/* "data:image/png;base64,…" (RFC 2397). (transfer full) */
char    *ponder_attachment_dup_data_url (const PonderPart *part);
/* For the model, in English as it reads any language: a lost one in its place. (transfer full) */
char    *ponder_attachment_dup_missing  (const PonderPart *part);
/* The words of a file with its name around them, valid UTF-8. (transfer full) */
char    *ponder_attachment_dup_text     (const PonderPart *part);
/* For a file of a kind that the server does not read: sets @error. */
void     ponder_attachment_refuse       (const PonderPart  *part,
                                         GError           **error);

G_END_DECLS
