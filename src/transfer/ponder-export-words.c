/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What Markdown, HTML and text say alike. */

#include "config.h"

#include "ponder-export-words.h"

#include "ponder-fault.h"
#include "ponder-title.h"

#include <glib/gi18n.h>

char *
ponder_export_dup_line (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text != NULL ? text : "", -1);
  g_autoptr(GString) line = g_string_new (NULL);

  for (const char *at = valid; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);
      gboolean blank = g_unichar_isspace (c) || g_unichar_iscntrl (c);

      if (!blank)
        g_string_append_unichar (line, c);
      else if (line->len > 0 && line->str[line->len - 1] != ' ')
        g_string_append_c (line, ' ');
    }

  return g_strdup (g_strchomp (line->str));
}

char *
ponder_export_dup_title (const PonderConversation *conversation)
{
  g_autofree char *title = ponder_export_dup_line (ponder_session_get_title (conversation->session));

  return *title != '\0' ? g_steal_pointer (&title) : g_strdup (_("Untitled chat"));
}

/* (transfer full) (nullable) */
static char *
dup_model (PonderSession *session)
{
  const PonderModelConfig *config = ponder_session_get_config (session);
  g_autofree char *name = NULL;

  if (config->model == NULL)
    return NULL;

  name = config->provider != NULL ? g_strconcat (config->provider, "/", config->model, NULL)
                                  : g_strdup (config->model);
  return ponder_export_dup_line (name);
}

/* (transfer full) (nullable) */
static char *
dup_tags (const char *const *tags)
{
  g_autofree char *joined = NULL;

  if (tags[0] == NULL)
    return NULL;

  joined = g_strjoinv (", ", (GStrv) tags);
  return ponder_export_dup_line (joined);
}

char *
ponder_export_dup_facts (const PonderConversation *conversation)
{
  g_autoptr(GPtrArray) facts = g_ptr_array_new_with_free_func (g_free);
  char *candidates[] = {
    dup_model (conversation->session),
    ponder_export_dup_time (ponder_session_get_created (conversation->session)),
    dup_tags (ponder_session_get_tags (conversation->session)),
  };

  for (guint i = 0; i < G_N_ELEMENTS (candidates); i++)
    {
      if (candidates[i] != NULL && *candidates[i] != '\0')
        g_ptr_array_add (facts, candidates[i]);
      else
        g_free (candidates[i]);
    }
  g_ptr_array_add (facts, NULL);

  return g_strjoinv (" · ", (GStrv) facts->pdata);
}

char *
ponder_export_dup_speaker (PonderMessage *message)
{
  g_autofree char *model = NULL;

  switch (ponder_message_get_role (message))
    {
    case PONDER_ROLE_SYSTEM:
      return g_strdup (_("System"));
    case PONDER_ROLE_USER:
      return g_strdup (_("You"));
    case PONDER_ROLE_TOOL:
      return g_strdup (_("Tool"));
    case PONDER_ROLE_ASSISTANT:
    default:
      model = ponder_export_dup_line (ponder_message_get_model (message));
      return *model != '\0' ? g_steal_pointer (&model) : g_strdup (_("Model"));
    }
}

char *
ponder_export_dup_time (gint64 time)
{
  g_autoptr(GDateTime) date = NULL;

  if (time == 0 || !(date = g_date_time_new_from_unix_local (time / G_USEC_PER_SEC)))
    return g_strdup ("");

  return g_date_time_format (date, "%Y-%m-%d %H:%M");
}

char *
ponder_export_dup_place (PonderMessage *message)
{
  g_autofree char *time = ponder_export_dup_time (ponder_message_get_created (message));
  guint n_siblings = ponder_message_get_n_siblings (message);

  if (n_siblings < 2)
    return g_steal_pointer (&time);

  return g_strdup_printf ("%s%s%u/%u", time, *time != '\0' ? " · " : "", ponder_message_get_sibling_index (message) + 1,
                          n_siblings);
}

char *
ponder_export_dup_branch (guint index)
{
  /* Translators: of a chat with several; %u is 2, 3... */
  return g_strdup_printf (_("Branch %u"), index + 1);
}

char *
ponder_export_dup_fork (PonderMessage *parent)
{
  g_autofree char *text = NULL;
  g_autofree char *words = NULL;
  g_autofree char *line = NULL;

  if (parent == NULL)
    return g_strdup (_("from the beginning"));

  text = g_utf8_make_valid (ponder_message_get_text (parent), -1);
  words = ponder_title_from_question (text);
  line = words != NULL ? ponder_export_dup_line (words) : ponder_export_dup_speaker (parent);
  /* Translators: %s is the beginning of the message that a branch goes on from. */
  return g_strdup_printf (_("after “%s”"), line);
}

char *
ponder_export_dup_thoughts (PonderMessage *message)
{
  gint64 ms = ponder_message_get_reasoning_ms (message);
  int seconds = (int) MIN (ms / 1000, G_MAXINT);

  if (ms < 0)
    return g_strdup (_("Thoughts"));
  if (seconds < 60)
    return g_strdup_printf (_("Thought for %d s"), MAX (1, seconds));
  return g_strdup_printf (_("Thought for %d min %d s"), seconds / 60, seconds % 60);
}

/* "" for NULL, and when nobody needs to be told. */
static const char *
get_finish (PonderMessage *message)
{
  switch (ponder_message_get_finish (message))
    {
    case PONDER_FINISH_LENGTH:
      return _("hit the length limit");
    case PONDER_FINISH_CONTENT_FILTER:
      return _("withheld by a content filter");
    case PONDER_FINISH_CUT_OFF:
      return _("cut off");
    case PONDER_FINISH_CANCELLED:
      return _("stopped");
    case PONDER_FINISH_NONE:
    case PONDER_FINISH_STOP:
    case PONDER_FINISH_TOOL_CALLS:
    default:
      return "";
    }
}

static const char *
get_state (PonderMessage *message)
{
  switch (ponder_message_get_state (message))
    {
    case PONDER_MESSAGE_WAITING:
    case PONDER_MESSAGE_STREAMING:
      return _("being written…");
    case PONDER_MESSAGE_STOPPED:
      return _("stopped");
    case PONDER_MESSAGE_CUT_OFF:
      return _("cut off");
    case PONDER_MESSAGE_INTERRUPTED:
      return _("interrupted");
    case PONDER_MESSAGE_FAILED:
      return _("failed");
    case PONDER_MESSAGE_DONE:
    default:
      return get_finish (message);
    }
}

char *
ponder_export_dup_ending (PonderMessage *message)
{
  PonderFault *fault = ponder_message_get_fault (message);
  g_autofree char *sentences = NULL;

  if (fault == NULL || ponder_message_get_state (message) == PONDER_MESSAGE_DONE)
    return g_strdup (get_state (message));

  sentences = ponder_fault_dup_sentences (fault);
  return ponder_export_dup_line (sentences);
}

char *
ponder_export_dup_attachment (const PonderPart *part)
{
  g_autofree char *name = ponder_export_dup_line (part->name);
  g_autofree char *type = ponder_export_dup_line (part->media_type);
  g_autofree char *size = part->data != NULL ? g_format_size (g_bytes_get_size (part->data)) : g_strdup ("");
  gboolean both = *type != '\0' && *size != '\0';
  const char *words = part->kind == PONDER_PART_IMAGE ? _("Picture") : _("File");

  if (*type == '\0' && *size == '\0')
    return g_strdup (*name != '\0' ? name : words);

  return g_strdup_printf ("%s (%s%s%s)", *name != '\0' ? name : words, type, both ? ", " : "", size);
}

char *
ponder_export_dup_tool (const PonderPart *part)
{
  g_autofree char *name = ponder_export_dup_line (part->name);

  return *name != '\0' ? g_steal_pointer (&name) : g_strdup (_("Tool"));
}
