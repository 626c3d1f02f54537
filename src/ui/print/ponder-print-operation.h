/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A chat on its way to paper, or to a PDF. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define PONDER_TYPE_PRINT_OPERATION (ponder_print_operation_get_type ())

G_DECLARE_FINAL_TYPE (PonderPrintOperation, ponder_print_operation, PONDER, PRINT_OPERATION,
                      GtkPrintOperation)

/* What @messages (of PonderMessage), the shown path of a chat, say now. Pages are made in slices of a few
 * milliseconds. */
PonderPrintOperation *ponder_print_operation_new (const char *title,
                                                  GListModel *messages);

G_END_DECLS
