/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The program itself, with somebody beside it who looks at the clock.
 *
 *   bench-whole-program BEGAN ARGUMENT... */

#include "config.h"

#include "ponder-application.h"

#include "being.h"

static void
window_added_cb (GtkApplication *application,
                 GtkWindow      *window,
                 gint64         *began)
{
  being_watch (GTK_WIDGET (window), began);
}

int
main (int    argc,
      char **argv)
{
  g_autoptr(PonderApplication) application = ponder_application_new ();
  gint64 began = argc > 1 ? g_ascii_strtoll (argv[1], NULL, 10) : 0;

  if (argc > 1)
    argv[1] = argv[0];
  g_signal_connect (application, "window-added", G_CALLBACK (window_added_cb), &began);
  return g_application_run (G_APPLICATION (application), argc - 1, argv + 1);
}
