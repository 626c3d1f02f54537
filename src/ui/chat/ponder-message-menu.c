/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What can be done with a message, as a menu and as keys. */

#include "config.h"

#include "ponder-message-menu.h"

#include <glib/gi18n.h>

typedef struct
{
  guint       section;
  const char *label;
  const char *request;
  const char *key;              /* (nullable) */
  gboolean  (*is_offered) (PonderMessage *message);
} Item;

static gboolean
has_text (PonderMessage *message)
{
  return *ponder_message_get_text (message) != '\0';
}

static gboolean
is_question (PonderMessage *message)
{
  return ponder_message_get_role (message) == PONDER_ROLE_USER;
}

static gboolean
is_answer (PonderMessage *message)
{
  return ponder_message_get_role (message) == PONDER_ROLE_ASSISTANT;
}

static gboolean
is_whole (PonderMessage *message)
{
  return !ponder_message_is_being_written (message);
}

static gboolean
is_whole_answer (PonderMessage *message)
{
  return is_answer (message) && is_whole (message);
}

static gboolean
has_versions (PonderMessage *message)
{
  return is_answer (message) && ponder_message_get_n_siblings (message) > 1;
}

static gboolean
is_any (PonderMessage *message)
{
  return TRUE;
}

static const Item items[] = {
  { 0, N_("Copy _Message"), "message.copy", NULL, has_text },
  { 1, N_("_Edit and Ask Again"), "message.edit", "<Control>e", is_question },
  { 1, N_("Answer A_gain"), "message.regenerate", "<Control>r", is_whole_answer },
  { 1, N_("Answer with Another M_odel…"), "message.switch-model", "<Control><Shift>m", is_whole_answer },
  { 1, N_("Compare with Other _Models…"), "message.compare", "<Control><Shift>o", is_whole_answer },
  { 1, N_("Compare _Versions"), "message.compare-versions", "<Control><Shift>v", has_versions },
  { 1, N_("Co_ntinue This Answer"), "message.continue", "<Control><Shift>c", ponder_message_is_unfinished },
  { 1, N_("_Branch to New Chat"), "message.branch", "<Control><Shift>b", is_whole },
  { 2, N_("_Delete with Everything Below"), "message.trash", "Delete", is_any },
  { 3, N_("De_tails"), "message.show-details", "<Control>i", is_answer },
};

static void
append (GMenu      *section,
        const Item *item,
        const char *action)
{
  g_autoptr(GMenuItem) entry = g_menu_item_new (_(item->label), NULL);

  g_menu_item_set_action_and_target (entry, action, "s", item->request);
  if (item->key != NULL)
    g_menu_item_set_attribute (entry, "accel", "s", item->key);
  g_menu_append_item (section, entry);
}

GMenuModel *
ponder_message_menu_new (PonderMessage *message,
                         const char    *action)
{
  g_autoptr(GMenu) menu = g_menu_new ();
  g_autoptr(GMenu) section = NULL;

  g_return_val_if_fail (PONDER_IS_MESSAGE (message), NULL);

  for (guint i = 0; i < G_N_ELEMENTS (items); i++)
    {
      if (i == 0 || items[i].section != items[i - 1].section)
        {
          g_clear_object (&section);
          section = g_menu_new ();
          g_menu_append_section (menu, NULL, G_MENU_MODEL (section));
        }
      if (items[i].is_offered (message))
        append (section, &items[i], action);
    }
  return G_MENU_MODEL (g_steal_pointer (&menu));
}

gboolean
ponder_message_menu_offers (PonderMessage *message,
                            const char    *request)
{
  g_return_val_if_fail (PONDER_IS_MESSAGE (message), FALSE);

  for (guint i = 0; i < G_N_ELEMENTS (items); i++)
    if (g_str_equal (items[i].request, request))
      return items[i].is_offered (message);
  return FALSE;
}

void
ponder_message_menu_foreach_key (PonderMessageMenuKeyFunc func,
                                 gpointer                 user_data)
{
  for (guint i = 0; i < G_N_ELEMENTS (items); i++)
    if (items[i].key != NULL)
      func (items[i].key, items[i].request, user_data);
}
