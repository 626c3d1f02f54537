/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Waiting in tests: always for a condition, always with a limit. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef gboolean (*PonderTestCondition) (gpointer user_data);

/* Runs the main context until @condition holds; the test fails after @seconds. */
void          ponder_test_wait_for  (PonderTestCondition  condition,
                                     gpointer             user_data,
                                     double               seconds);
/* Runs the main context for @ms milliseconds: to see that something does not happen. */
void          ponder_test_run_for   (guint                ms);

/* A GAsyncReadyCallback that keeps the result where @user_data (GAsyncResult **) says. */
void          ponder_test_take_result (GObject           *source,
                                       GAsyncResult      *result,
                                       gpointer           user_data);
/* Runs until *@result is set, clears it and gives it back; fails after 20 seconds. (transfer full) */
GAsyncResult *ponder_test_await     (GAsyncResult       **result);

G_END_DECLS
