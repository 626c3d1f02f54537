/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a message says on paper. */

#pragma once

#include <gio/gio.h>

#include "ponder-types.h"

G_BEGIN_DECLS

typedef enum
{
  PONDER_PRINT_TITLE,
  PONDER_PRINT_QUESTION,
  PONDER_PRINT_ANSWER,
} PonderPrintKind;

typedef struct
{
  PonderPrintKind  kind;
  PonderMessage   *message;     /* (nullable): as long as it is not prepared */
  char            *caption;
  char            *aside;       /* (nullable): smaller, at the other end of the line or below it */
  char            *text;        /* Markdown if it is an answer */
} PonderPrintSource;

/* The title, then what each of @messages (of PonderMessage) says now; of answers beside each other only the
 * marked one. (transfer container) of PonderPrintSource */
GPtrArray *ponder_print_source_list    (const char        *title,
                                        GListModel        *messages);
/* Before it is looked at. Of ten thousand messages most are not for long. */
void       ponder_print_source_prepare (PonderPrintSource *self);

G_END_DECLS
