/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Looking for something in the chat that is shown. */

#include "config.h"

#include "ponder-chat-page-private.h"

#include "ponder-transcript-find.h"

#include <glib/gi18n.h>
#include <string.h>

/* A selection that is longer, or goes over lines, is not what one looks for. */
#define LONGEST_SELECTION 200
/* Of a longer text only the message is shown: to read it as a whole takes too long. */
#define LONGEST_TEXT (256 * 1024)
/* Letters around the words by which the place of a hit is known. */
#define CONTEXT 24
/* How long it says that the search went round. */
#define HINT_MS 2000

/* What changes its size around the messages, in the very layout in which rows come, would leave them without an
 * allocation, and so empty: they are laid out with it. */
static void
lay_out_messages (PonderChatPage *self)
{
  gtk_widget_queue_resize (GTK_WIDGET (self->transcript));
}

static gboolean
hint_ended_cb (gpointer user_data)
{
  PonderChatPage *self = user_data;

  self->find_hint_source = 0;
  gtk_widget_set_visible (GTK_WIDGET (self->find_hint), FALSE);
  lay_out_messages (self);
  return G_SOURCE_REMOVE;
}

static void
show_hint (PonderChatPage *self)
{
  gtk_label_set_label (self->find_hint, self->find_step < 0 ? _("Continued from the end")
                                                            : _("Continued from the beginning"));
  gtk_widget_set_visible (GTK_WIDGET (self->find_hint), TRUE);
  g_clear_handle_id (&self->find_hint_source, g_source_remove);
  self->find_hint_source = g_timeout_add (HINT_MS, hint_ended_cb, self);
}

static void
hide_hint (PonderChatPage *self)
{
  g_clear_handle_id (&self->find_hint_source, g_source_remove);
  if (self->find_hint != NULL)
    gtk_widget_set_visible (GTK_WIDGET (self->find_hint), FALSE);
}

/* Once for each place, and once when there is none: what grows beside it is nobody's question. */
static void
say_count (PonderChatPage *self)
{
  PonderAnnouncer *announcer = ponder_speaker_get_announcer (self->speaker);

  self->find_due = FALSE;
  if (ponder_announcer_is_heard (announcer))
    ponder_announcer_say (announcer, ponder_find_bar_get_count (self->find_bar));
}

static void
update_count (PonderChatPage *self)
{
  gboolean complete = ponder_chat_find_is_complete (self->find);

  if (ponder_chat_find_get_finder (self->find) == NULL)
    return;

  ponder_find_bar_show_count (self->find_bar, complete ? ponder_chat_find_get_position (self->find) : 0,
                              ponder_chat_find_get_n_places (self->find), complete);
  lay_out_messages (self);
  if (complete && self->find_due)
    say_count (self);
}

static void
arrived_cb (PonderChatPage *self,
            gboolean        wrapped)
{
  PonderFindPlace place;
  guint index;
  PonderMessage *message = ponder_chat_find_get_current (self->find, &index, &place);

  if (message == NULL)
    return;
  ponder_transcript_view_show_found (self->transcript, message, &place);
  self->find_due = TRUE;
  if (wrapped && self->find_step != 0)
    show_hint (self);
  update_count (self);
}

/* From where the reader is, or was found to be by what was typed before. */
static void
seek_from_reader (PonderChatPage *self,
                  int             step)
{
  PonderFindPlace place;
  guint index;

  self->find_step = step;
  if (ponder_chat_find_get_current (self->find, &index, &place) != NULL
      || ponder_transcript_view_get_reader (self->transcript, &index, &place))
    ponder_chat_find_seek (self->find, index, &place, step);
}

static void
find_changed_cb (PonderChatPage *self)
{
  g_autoptr(PonderFinder) finder = ponder_finder_new (ponder_find_bar_get_text (self->find_bar));

  hide_hint (self);
  if (ponder_finder_is_empty (finder))
    {
      ponder_chat_find_set_finder (self->find, NULL);
      ponder_transcript_view_mark_found (self->transcript, NULL, NULL);
      return;
    }
  ponder_chat_find_set_messages (self->find, G_LIST_MODEL (self->timeline));
  ponder_chat_find_set_finder (self->find, finder);
  self->find_due = TRUE;
  ponder_transcript_view_mark_found (self->transcript, finder, NULL);
  seek_from_reader (self, 0);
}

static void
find_step_cb (PonderChatPage *self,
              int             step)
{
  self->find_step = step;
  if (!ponder_chat_find_step (self->find, step))
    seek_from_reader (self, step);
}

/* Whoever was in the bar goes on reading where it led. */
static void
find_closed_cb (PonderChatPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  PonderFindPlace place;
  guint index;
  g_autoptr(PonderMessage) message = NULL;

  g_set_object (&message, ponder_chat_find_get_current (self->find, &index, &place));
  hide_hint (self);
  ponder_chat_find_set_finder (self->find, NULL);
  ponder_transcript_view_mark_found (self->transcript, NULL, NULL);
  if (focus != NULL && !gtk_widget_is_ancestor (focus, GTK_WIDGET (self->find_bar)))
    return;
  if (message != NULL)
    ponder_transcript_view_focus_message (self->transcript, message);
  else
    ponder_composer_focus_text (self->composer);
}

/* (transfer full) (nullable): nothing that could be looked for. */
static char *
dup_selection (PonderChatPage *self)
{
  g_autofree char *text = ponder_transcript_view_dup_selection (self->transcript);

  if (*text == '\0' || strlen (text) > LONGEST_SELECTION || strchr (text, '\n') != NULL)
    return NULL;
  return g_steal_pointer (&text);
}

void
ponder_chat_page_begin_find (PonderChatPage *self)
{
  g_autofree char *selection = NULL;

  g_return_if_fail (PONDER_IS_CHAT_PAGE (self));

  if (self->timeline == NULL || g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "messages") != 0)
    return;
  selection = dup_selection (self);
  /* It begins where the reader is now. */
  if (!ponder_find_bar_get_opened (self->find_bar))
    ponder_chat_find_set_messages (self->find, NULL);
  ponder_find_bar_open (self->find_bar, selection);
}

gboolean
ponder_chat_page_is_finding (PonderChatPage *self)
{
  g_return_val_if_fail (PONDER_IS_CHAT_PAGE (self), FALSE);

  return ponder_find_bar_get_opened (self->find_bar);
}

void
ponder_chat_page_step_find (PonderChatPage *self,
                            int             step)
{
  g_return_if_fail (PONDER_IS_CHAT_PAGE (self));

  if (self->timeline == NULL || *ponder_find_bar_get_text (self->find_bar) == '\0')
    return;
  ponder_find_bar_reopen (self->find_bar);
  find_step_cb (self, step);
}

static void
step_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  ponder_chat_page_step_find (PONDER_CHAT_PAGE (widget), g_variant_get_int32 (parameter));
}

/* --- what a search in all chats has found --- */

/* The words that are marked in what the search shows. */
static PonderFinder *
new_finder_for_hit (PonderSearchHit *hit)
{
  GArray *marks = ponder_search_hit_get_marks (hit);
  const char *text = ponder_search_hit_get_snippet (hit);
  g_autoptr(GPtrArray) words = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < marks->len; i++)
    {
      const PonderTextRange *mark = &g_array_index (marks, PonderTextRange, i);

      g_ptr_array_add (words, g_strndup (text + mark->start, mark->end - mark->start));
    }
  g_ptr_array_add (words, NULL);
  return ponder_finder_new_words ((const char **) words->pdata);
}

/* The first of @places that is in the piece of text the search shows, else the first one. */
static const PonderFindPlace *
choose_place (PonderSearchHit *hit,
              PonderMessage   *message,
              GArray          *places)
{
  const PonderTextRange *mark = &g_array_index (ponder_search_hit_get_marks (hit), PonderTextRange, 0);
  g_autofree char *context = g_utf8_substring (ponder_search_hit_get_snippet (hit) + mark->start, 0,
                                               MIN (CONTEXT, g_utf8_strlen (ponder_search_hit_get_snippet (hit)
                                                                            + mark->start, -1)));
  g_autoptr(PonderFinder) finder = ponder_finder_new (context);
  g_autoptr(GArray) exact = g_array_new (FALSE, FALSE, sizeof (PonderFindPlace));

  ponder_find_places_list (finder, message, exact);
  for (guint i = 0; exact->len > 0 && i < places->len; i++)
    if (ponder_find_places_compare (&g_array_index (places, PonderFindPlace, i),
                                    &g_array_index (exact, PonderFindPlace, 0)) >= 0)
      return &g_array_index (places, PonderFindPlace, i);
  return &g_array_index (places, PonderFindPlace, 0);
}

void
ponder_chat_page_mark_hit (PonderChatPage  *self,
                           PonderMessage   *message,
                           PonderSearchHit *hit)
{
  g_autoptr(PonderFinder) finder = NULL;
  g_autoptr(GArray) places = NULL;

  /* What is looked for in the chat has its own marks. */
  if (ponder_chat_page_is_finding (self) || ponder_search_hit_get_marks (hit)->len == 0
      || strlen (ponder_message_get_text (message)) > LONGEST_TEXT)
    return;

  finder = new_finder_for_hit (hit);
  places = g_array_new (FALSE, FALSE, sizeof (PonderFindPlace));
  if (ponder_find_places_list (finder, message, places) == 0)
    return;
  ponder_transcript_view_mark_found (self->transcript, finder, message);
  ponder_transcript_view_show_found (self->transcript, message, choose_place (hit, message, places));
}

void
ponder_chat_page_reset_find (PonderChatPage *self)
{
  ponder_find_bar_reset (self->find_bar);
  ponder_chat_find_set_messages (self->find, NULL);
}

void
ponder_chat_page_set_up_find (PonderChatPage *self)
{
  self->find = ponder_chat_find_new ();
  g_signal_connect_object (self->find, "changed", G_CALLBACK (update_count), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->find, "arrived", G_CALLBACK (arrived_cb), self, G_CONNECT_SWAPPED);
}

void
ponder_chat_page_dispose_find (PonderChatPage *self)
{
  g_clear_handle_id (&self->find_hint_source, g_source_remove);
  g_clear_object (&self->find);
}

void
ponder_chat_page_class_bind_find (GtkWidgetClass *widget_class)
{
  g_type_ensure (PONDER_TYPE_FIND_BAR);
  gtk_widget_class_bind_template_child (widget_class, PonderChatPage, find_bar);
  gtk_widget_class_bind_template_child (widget_class, PonderChatPage, find_hint);
  gtk_widget_class_bind_template_callback (widget_class, find_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, find_step_cb);
  gtk_widget_class_bind_template_callback (widget_class, find_closed_cb);
  gtk_widget_class_install_action (widget_class, "find.step", "i", step_action);
}
