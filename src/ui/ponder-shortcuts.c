/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which keys do what. help-overlay.ui tells people the same. */

#include "config.h"

#include "ponder-shortcuts.h"

static const struct
{
  const char *action;
  const char *keys[4];
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
  { "win.print", { "<Control>p" } },
  { "win.search", { "<Control>k" } },
  { "win.find", { "<Control>f" } },
  { "win.next-hit", { "<Control>g", "F3" } },
  { "win.previous-hit", { "<Control><Shift>g", "<Shift>F3" } },
  { "win.next-pane", { "F6" } },
  { "win.previous-pane", { "<Shift>F6" } },
  { "win.zoom-in", { "<Control>plus", "<Control>equal", "<Control>KP_Add" } },
  { "win.zoom-out", { "<Control>minus", "<Control>KP_Subtract" } },
  { "win.zoom-normal", { "<Control>0", "<Control>KP_0" } },
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
