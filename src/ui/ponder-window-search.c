/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The part of the window that goes from hit to hit, and back to where the reader was. */

#include "config.h"

#include "ponder-window-private.h"

#include "ponder-search-hit.h"
#include "ponder-session.h"
#include "ponder-toasts.h"

#include <glib/gi18n.h>

static void
hit_activated_cb (PonderWindow    *self,
                  PonderSearchHit *hit)
{
  const char *message_id = ponder_search_hit_get_message_id (hit);
  PonderSession *session = ponder_workspace_lookup_session (self->workspace, ponder_search_hit_get_session_id (hit));

  if (session == NULL || ponder_session_get_trashed (session) != 0)
    {
      ponder_toasts_show (GTK_WIDGET (self->page), _("This chat is not there any more"));
      return;
    }

  if (self->before_search == NULL)
    self->before_search = ponder_chat_page_dup_place (self->page);
  ponder_window_show_session (self, session);
  if (message_id != NULL)
    ponder_chat_page_show_hit (self->page, hit);
  if (adw_leaflet_get_folded (self->leaflet))
    adw_leaflet_set_visible_child (self->leaflet, GTK_WIDGET (self->page));
}

/* A new chat that nobody wrote in is gone once another one is shown, and comes back as well. */
static void
search_cancelled_cb (PonderWindow *self)
{
  g_autoptr(PonderChatPlace) place = g_steal_pointer (&self->before_search);
  PonderSession *session = place != NULL ? ponder_chat_place_get_session (place) : NULL;

  if (session != NULL && ponder_session_get_trashed (session) == 0)
    {
      ponder_window_show_session (self, session);
      ponder_chat_page_go_back (self->page, place);
    }
  if (!adw_leaflet_get_folded (self->leaflet))
    ponder_chat_page_focus_composer (self->page);
}

static void
start_search (PonderWindow *self,
              const char   *words)
{
  gtk_widget_set_visible (GTK_WIDGET (self->sidebar), TRUE);
  adw_leaflet_set_visible_child (self->leaflet, GTK_WIDGET (self->sidebar));
  /* From where the reader is now, unless this search has led here. */
  if (!ponder_sidebar_get_searching (self->sidebar))
    g_clear_pointer (&self->before_search, ponder_chat_place_free);
  ponder_sidebar_start_search (self->sidebar, words);
}

static void
search_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  start_search (PONDER_WINDOW (widget), NULL);
}

static void
find_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  PonderWindow *self = PONDER_WINDOW (widget);

  if (g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "chats") != 0)
    return;
  if (adw_leaflet_get_folded (self->leaflet))
    adw_leaflet_set_visible_child (self->leaflet, GTK_WIDGET (self->page));
  ponder_chat_page_begin_find (self->page);
}

static void
step_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  PonderWindow *self = PONDER_WINDOW (widget);
  int step = g_str_equal (name, "win.next-hit") ? 1 : -1;

  /* What is looked for in the chat is nearer than what is looked for in all of them. */
  if (ponder_chat_page_is_finding (self->page) || !ponder_sidebar_get_searching (self->sidebar))
    ponder_chat_page_step_find (self->page, step);
  else
    ponder_sidebar_step_hit (self->sidebar, step);
}

/* Whoever went to a hit goes back with the key that ends the search. In a text it is about that text. */
static gboolean
escape_cb (GtkWidget *widget,
           GVariant  *args,
           gpointer   user_data)
{
  PonderWindow *self = PONDER_WINDOW (widget);
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));

  if (self->before_search == NULL || !ponder_sidebar_get_searching (self->sidebar)
      || (focus != NULL && GTK_IS_TEXT_VIEW (focus)))
    return GDK_EVENT_PROPAGATE;

  ponder_sidebar_cancel_search (self->sidebar);
  return GDK_EVENT_STOP;
}

void
ponder_window_class_bind_search (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_callback (widget_class, hit_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_cancelled_cb);
  gtk_widget_class_install_action (widget_class, "win.search", NULL, search_action);
  gtk_widget_class_install_action (widget_class, "win.find", NULL, find_action);
  gtk_widget_class_install_action (widget_class, "win.next-hit", NULL, step_action);
  gtk_widget_class_install_action (widget_class, "win.previous-hit", NULL, step_action);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, escape_cb, NULL);
}

void
ponder_window_show_message (PonderWindow *self,
                            const char   *message_id)
{
  g_return_if_fail (PONDER_IS_WINDOW (self));
  g_return_if_fail (message_id != NULL);

  ponder_chat_page_show_message (self->page, message_id);
  if (adw_leaflet_get_folded (self->leaflet))
    adw_leaflet_set_visible_child (self->leaflet, GTK_WIDGET (self->page));
}

void
ponder_window_search (PonderWindow *self,
                      const char   *words)
{
  g_return_if_fail (PONDER_IS_WINDOW (self));
  g_return_if_fail (words != NULL);

  start_search (self, words);
}
