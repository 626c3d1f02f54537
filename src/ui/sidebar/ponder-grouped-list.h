/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Puts a heading before every run of items that belong together: a GListModel over another one. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define PONDER_TYPE_GROUPED_LIST (ponder_grouped_list_get_type ())

G_DECLARE_FINAL_TYPE (PonderGroupedList, ponder_grouped_list, PONDER, GROUPED_LIST, GObject)

/* The title of @item's group. (transfer full) */
typedef char *(*PonderGroupFunc) (gpointer item, gpointer user_data);

/* Items are those of @model, with a GtkStringObject before every run of equal titles. @user_data must
 * outlive the list. */
PonderGroupedList *ponder_grouped_list_new     (GListModel        *model,
                                                PonderGroupFunc    func,
                                                gpointer           user_data);
/* For thousands of items: @model is in an order that has all items of a title beside each other, and most of them are
 * not asked for theirs. */
PonderGroupedList *ponder_grouped_list_new_sorted (GListModel     *model,
                                                PonderGroupFunc    func,
                                                gpointer           user_data);
/* Titles may have changed without the model: at midnight "Today" becomes "Yesterday". */
void               ponder_grouped_list_regroup (PonderGroupedList *self);

G_END_DECLS
