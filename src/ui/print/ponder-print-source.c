/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a message says on paper. */

#include "config.h"

#include "ponder-print-source.h"

#include "ponder-fault.h"
#include "ponder-message-text.h"
#include "ponder-message.h"
#include "ponder-timeline.h"

#include <glib/gi18n.h>

static void
source_free (gpointer data)
{
  PonderPrintSource *self = data;

  g_clear_object (&self->message);
  g_free (self->caption);
  g_free (self->aside);
  g_free (self->text);
  g_free (self);
}

/* (nullable): unknown */
static char *
format_time (gint64      microseconds,
             const char *format)
{
  g_autoptr(GDateTime) local = NULL;

  if (microseconds != 0)
    local = g_date_time_new_from_unix_local (microseconds / G_USEC_PER_SEC);
  return local != NULL ? g_date_time_format (local, format) : NULL;
}

/* After what was said: what was attached to it, and what went wrong. */
static void
add_remarks (PonderPrintSource *self)
{
  g_autofree char *names = ponder_message_text_dup_part_names (self->message, TRUE);
  PonderFault *fault = ponder_message_get_fault (self->message);
  GString *text = g_string_new (self->text);

  if (*names != '\0')
    g_string_append_printf (text, "%s%s", text->len > 0 ? "\n\n" : "", names);
  if (fault != NULL)
    {
      g_autofree char *title = ponder_fault_dup_title (fault);

      g_string_append_printf (text, "%s⚠ %s", text->len > 0 ? "\n\n" : "", title);
    }
  g_free (self->text);
  self->text = g_string_free (text, FALSE);
}

void
ponder_print_source_prepare (PonderPrintSource *self)
{
  const char *model;

  if (self->message == NULL)
    return;

  model = ponder_message_get_model (self->message);
  if (self->kind == PONDER_PRINT_QUESTION)
    self->caption = g_strdup (_("You"));
  else
    self->caption = g_strdup (model != NULL && *model != '\0' ? model : _("Answer"));
  /* Translators: date and time of a message on paper, see g_date_time_format(). */
  self->aside = format_time (ponder_message_get_created (self->message), _("%x %H:%M"));
  add_remarks (self);
  g_clear_object (&self->message);
}

static PonderPrintSource *
new_from_message (PonderMessage *message)
{
  PonderPrintSource *self = g_new0 (PonderPrintSource, 1);
  gboolean question = ponder_message_get_role (message) == PONDER_ROLE_USER;

  self->kind = question ? PONDER_PRINT_QUESTION : PONDER_PRINT_ANSWER;
  self->message = g_object_ref (message);
  self->text = g_strdup (ponder_message_get_text (message));
  return self;
}

static PonderPrintSource *
new_title (const char *title,
           GListModel *messages)
{
  g_autoptr(PonderMessage) first = g_list_model_get_item (messages, 0);
  PonderPrintSource *self = g_new0 (PonderPrintSource, 1);

  self->kind = PONDER_PRINT_TITLE;
  self->caption = g_strdup (title);
  /* Translators: the day of a chat on paper, see g_date_time_format(). */
  self->aside = first != NULL ? format_time (ponder_message_get_created (first), _("%-d %B %Y")) : NULL;
  self->text = g_strdup ("");
  return self;
}

GPtrArray *
ponder_print_source_list (const char *title,
                          GListModel *messages)
{
  GPtrArray *sources = g_ptr_array_new_with_free_func (source_free);

  g_ptr_array_add (sources, new_title (title, messages));
  for (guint i = 0; i < g_list_model_get_n_items (messages); i++)
    {
      g_autoptr(PonderMessage) message = g_list_model_get_item (messages, i);

      if (PONDER_IS_TIMELINE (messages))
        g_set_object (&message, ponder_timeline_get_marked (PONDER_TIMELINE (messages), message));
      g_ptr_array_add (sources, new_from_message (message));
    }

  return sources;
}
