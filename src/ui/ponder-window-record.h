/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is kept of the windows that are open: what is pure of it. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  char     *session_id;         /* "": a new chat that nobody wrote in */
  int       width;              /* of the window when it is not maximized */
  int       height;
  gboolean  maximized;
  gboolean  sidebar;            /* the list of chats is shown */
} PonderWindowRecord;

void        ponder_window_record_free     (PonderWindowRecord *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PonderWindowRecord, ponder_window_record_free)

/* One line of text. (element-type PonderWindowRecord) (transfer full) */
char       *ponder_window_records_format  (GPtrArray          *records);
/* What cannot be read is nothing: then no window was open.
 * (element-type PonderWindowRecord) (transfer full) */
GPtrArray  *ponder_window_records_parse   (const char         *text);

G_END_DECLS
