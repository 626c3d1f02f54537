/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which keys do what. help-overlay.ui tells people the same. */

#include "config.h"

#include "ponder-shortcuts.h"

static const struct
{
  const char *action;
  const char *keys[3];
} shortcuts[] = {
  { "app.new-window", { "<Control><Shift>n" } },
  { "app.preferences", { "<Control>comma" } },
  { "app.quit", { "<Control>q" } },
  { "win.new-chat", { "<Control>n" } },
  { "win.rename", { "F2" } },
  { "win.choose-model", { "<Control>m" } },
  { "win.chat-settings", { "<Control><Shift>p" } },
  { "win.export", { "<Control><Shift>e" } },
  { "win.import", { "<Control>o" } },
  { "win.search", { "<Control>k" } },
  { "win.next-hit", { "<Control>g" } },
  { "win.previous-hit", { "<Control><Shift>g" } },
  { "win.toggle-sidebar", { "F9" } },
  { "win.show-menu", { "F10" } },
  { "window.close", { "<Control>w" } },
};

void
ponder_shortcuts_install (GtkApplication *application)
{
  g_return_if_fail (GTK_IS_APPLICATION (application));

  for (guint i = 0; i < G_N_ELEMENTS (shortcuts); i++)
    gtk_application_set_accels_for_action (application, shortcuts[i].action, shortcuts[i].keys);
}
