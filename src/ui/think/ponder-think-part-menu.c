/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What can be done with a part of a run, as a menu and as actions. */

#include "config.h"

#include "ponder-think-part-menu.h"

#include "ponder-think-trailer.h"

#include <glib/gi18n.h>

typedef struct
{
  const char *action;
  const char *label;
  gboolean  (*is_offered) (const PonderThinkPart *part);
} Item;

static gboolean
can_skip (const PonderThinkPart *part)
{
  return ponder_think_part_offers (part, PONDER_THINK_SKIP);
}

static gboolean
can_retry (const PonderThinkPart *part)
{
  return ponder_think_part_offers (part, PONDER_THINK_RETRY);
}

/* The answer as a whole takes none. */
static gboolean
can_take_hint (const PonderThinkPart *part)
{
  return part->node->kind == PONDER_THINK_KIND_SOLVE && can_retry (part);
}

static gboolean
can_edit (const PonderThinkPart *part)
{
  return ponder_think_part_offers (part, PONDER_THINK_EDIT);
}

static gboolean
can_supply (const PonderThinkPart *part)
{
  return ponder_think_part_offers (part, PONDER_THINK_SUPPLY);
}

static gboolean
has_answer (const PonderThinkPart *part)
{
  return part->node->kind == PONDER_THINK_KIND_SOLVE && ponder_think_trailer_find (part->node->text->str) > 0;
}

static const Item items[] = {
  { "part.skip", N_("_Skip"), can_skip },
  { "part.retry", N_("_Retry"), can_retry },
  { "part.hint", N_("Retry with a _Hint…"), can_take_hint },
  { "part.edit", N_("_Edit What Is Asked…"), can_edit },
  { "part.supply", N_("_Answer It Myself…"), can_supply },
  { "part.copy", N_("_Copy Answer"), has_answer },
};

GMenuModel *
ponder_think_part_menu_new (const PonderThinkPart *part)
{
  GMenu *menu = g_menu_new ();

  for (guint i = 0; i < G_N_ELEMENTS (items); i++)
    if (items[i].is_offered (part))
      g_menu_append (menu, _(items[i].label), items[i].action);
  return G_MENU_MODEL (menu);
}

void
ponder_think_part_menu_add_actions (GtkWidgetClass              *widget_class,
                                    GtkWidgetActionActivateFunc  func)
{
  for (guint i = 0; i < G_N_ELEMENTS (items); i++)
    gtk_widget_class_install_action (widget_class, items[i].action, NULL, func);
}
