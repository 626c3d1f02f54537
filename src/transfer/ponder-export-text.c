/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A chat as plain text, as one would write it down. */

#include "config.h"

#include "ponder-export-private.h"
#include "ponder-export-think.h"
#include "ponder-export-words.h"

#include <glib/gi18n.h>

/* Words that cannot command the terminal or printer they are shown on. (transfer full) */
static char *
make_harmless (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autoptr(GString) harmless = g_string_new (NULL);

  for (const char *at = valid; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);

      if (c == '\r' && at[1] == '\n')
        continue;
      g_string_append_unichar (harmless, g_unichar_iscntrl (c) && c != '\n' && c != '\t' ? 0xfffd : c);
    }

  return g_strdup (g_strchomp (harmless->str));
}

static void
add_line (GString    *document,
          const char *line)
{
  g_string_append (document, line);
  g_string_append_c (document, '\n');
}

static void
add_words (GString    *document,
           const char *text)
{
  g_autofree char *harmless = make_harmless (text);

  if (*harmless != '\0')
    add_line (document, harmless);
}

static void
add_aside (GString    *document,
           const char *caption,
           const char *text)
{
  g_autofree char *harmless = make_harmless (text);
  g_auto(GStrv) lines = g_strsplit (harmless, "\n", -1);

  g_string_append_printf (document, "[%s]\n", caption);
  for (guint i = 0; lines[i] != NULL; i++)
    g_string_append_printf (document, "| %s\n", lines[i]);
  g_string_append_c (document, '\n');
}

static void
add_part (GString          *document,
          PonderMessage    *message,
          const PonderPart *part)
{
  g_autofree char *caption = NULL;

  switch (part->kind)
    {
    case PONDER_PART_TEXT:
      add_words (document, part->text->str);
      break;
    case PONDER_PART_REASONING:
      caption = ponder_export_dup_thoughts (message);
      add_aside (document, caption, part->text->str);
      break;
    case PONDER_PART_IMAGE:
    case PONDER_PART_FILE:
      caption = ponder_export_dup_attachment (part);
      g_string_append_printf (document, "[%s]\n", caption);
      break;
    case PONDER_PART_TOOL_CALL:
    case PONDER_PART_TOOL_RESULT:
    default:
      caption = ponder_export_dup_tool (part);
      add_aside (document, caption, part->text->str);
      break;
    }
}

/* Apart from what stands before it. */
static void
add_heading (GString    *document,
             const char *words,
             const char *details)
{
  if (!g_str_has_suffix (document->str, "\n\n"))
    g_string_append_c (document, '\n');
  g_string_append_printf (document, "== %s%s%s ==\n", words, *details != '\0' ? " · " : "", details);
}

static void
add_piece (GString                 *text,
           const PonderExportPiece *piece)
{
  gboolean is_item = piece->kind == PONDER_EXPORT_ITEM || piece->kind == PONDER_EXPORT_LINK;

  if (piece->kind == PONDER_EXPORT_HEADING && text->len > 0)
    g_string_append_c (text, '\n');
  if (piece->kind == PONDER_EXPORT_BODY)
    add_words (text, piece->text);
  else
    g_string_append_printf (text, is_item ? "- %s" : piece->kind == PONDER_EXPORT_REMARK ? "(%s)" : "%s", piece->text);
  if (piece->url != NULL)
    g_string_append_printf (text, " <%s>", piece->url);
  if (piece->kind != PONDER_EXPORT_BODY)
    g_string_append_c (text, '\n');
}

static void
add_think (GString                 *document,
           const PonderExportThink *think)
{
  g_autoptr(GString) text = g_string_new (NULL);

  if (think == NULL)
    return;
  for (guint i = 0; i < think->pieces->len; i++)
    add_piece (text, g_ptr_array_index (think->pieces, i));
  add_aside (document, think->caption, text->str);
}

static void
add_message (GString                  *document,
             const PonderConversation *conversation,
             PonderMessage            *message)
{
  g_autoptr(PonderExportThink) think = ponder_export_think_find (conversation, ponder_message_get_id (message));
  GPtrArray *parts = ponder_message_get_parts (message);
  g_autofree char *speaker = ponder_export_dup_speaker (message);
  g_autofree char *place = ponder_export_dup_place (message);
  g_autofree char *ending = ponder_export_dup_ending (message);

  add_heading (document, speaker, place);
  add_think (document, think);
  for (guint i = 0; i < parts->len; i++)
    add_part (document, message, parts->pdata[i]);
  if (*ending != '\0')
    g_string_append_printf (document, "(%s)\n", ending);
}

static void
add_branch (GString                  *document,
            const PonderConversation *conversation,
            const PonderExportBranch *branch,
            guint                     index)
{
  if (index > 0)
    {
      g_autofree char *words = ponder_export_dup_branch (index);
      g_autofree char *fork = ponder_export_dup_fork (branch->parent);

      add_heading (document, words, fork);
    }

  for (guint i = 0; i < branch->messages->len; i++)
    add_message (document, conversation, branch->messages->pdata[i]);
}

GString *
ponder_export_text (const PonderConversation *conversation,
                    GPtrArray                *messages)
{
  g_autoptr(GPtrArray) branches = ponder_export_find_branches (messages);
  GString *document = g_string_new (NULL);
  g_autofree char *title = ponder_export_dup_title (conversation);
  g_autofree char *facts = ponder_export_dup_facts (conversation);
  const char *system = ponder_session_get_config (conversation->session)->system;

  add_line (document, title);
  if (*facts != '\0')
    add_line (document, facts);
  if (system != NULL && *system != '\0')
    {
      add_heading (document, _("System prompt"), "");
      add_words (document, system);
    }
  for (guint i = 0; i < branches->len; i++)
    add_branch (document, conversation, branches->pdata[i], i);
  if (g_str_has_suffix (document->str, "\n\n"))
    g_string_truncate (document, document->len - 1);

  return document;
}
