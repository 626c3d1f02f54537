/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The technical side of a failure, folded away and easy to copy. */

#pragma once

#include <gtk/gtk.h>

#include "ponder-types.h"

G_BEGIN_DECLS

#define PONDER_TYPE_FAULT_DETAILS (ponder_fault_details_get_type ())

G_DECLARE_FINAL_TYPE (PonderFaultDetails, ponder_fault_details, PONDER, FAULT_DETAILS, GtkWidget)

/* @report is plain text of several lines. */
GtkWidget *ponder_fault_details_new (const char *report);

G_END_DECLS
