/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A chat as Markdown: its title, then a section for each message. */

#include "config.h"

#include "ponder-export-private.h"
#include "ponder-export-think.h"
#include "ponder-export-words.h"
#include "ponder-markdown-section.h"

#include <glib/gi18n.h>

static void
add_heading (GString    *document,
             guint       level,
             const char *words)
{
  g_autofree char *escaped = ponder_markdown_section_escape (words);

  for (guint i = 0; i < level; i++)
    g_string_append_c (document, '#');
  g_string_append_printf (document, " %s\n\n", escaped);
}

/* A line of ours, as against one of theirs. */
static void
add_remark (GString    *document,
            const char *words)
{
  g_autofree char *escaped = ponder_markdown_section_escape (words);

  if (*words != '\0')
    g_string_append_printf (document, "*%s*\n\n", escaped);
}

static void
add_body (GString    *document,
          const char *text)
{
  g_autofree char *section = ponder_markdown_section_from_text (text);

  if (*section != '\0')
    g_string_append_printf (document, "%s\n", section);
}

static void
add_thoughts (GString       *document,
              PonderMessage *message,
              const char    *text)
{
  g_autofree char *section = ponder_markdown_section_from_text (text);
  g_autofree char *caption = ponder_export_dup_thoughts (message);
  g_autofree char *whole = g_strdup_printf ("**%s**\n\n%s", caption, section);
  g_autofree char *quote = ponder_markdown_section_quote (whole);

  g_string_append_printf (document, "%s\n", quote);
}

static void
add_attachment (GString          *document,
                const PonderPart *part)
{
  g_autofree char *name = ponder_export_dup_attachment (part);
  g_autofree char *escaped = ponder_markdown_section_escape (name);

  g_string_append_printf (document, "📎 %s\n\n", escaped);
}

static void
add_tool (GString          *document,
          const PonderPart *part)
{
  g_autofree char *name = ponder_export_dup_tool (part);
  g_autofree char *escaped = ponder_markdown_section_escape (name);
  gboolean call = part->kind == PONDER_PART_TOOL_CALL;
  g_autofree char *code = ponder_markdown_section_code (part->text->str, call ? "json" : "");

  g_string_append_printf (document, "🔧 **%s** %s\n\n%s\n", escaped, call ? "→" : "←", code);
}

static void
add_part (GString          *document,
          PonderMessage    *message,
          const PonderPart *part)
{
  switch (part->kind)
    {
    case PONDER_PART_TEXT:
      add_body (document, part->text->str);
      break;
    case PONDER_PART_REASONING:
      add_thoughts (document, message, part->text->str);
      break;
    case PONDER_PART_IMAGE:
    case PONDER_PART_FILE:
      add_attachment (document, part);
      break;
    case PONDER_PART_TOOL_CALL:
    case PONDER_PART_TOOL_RESULT:
    default:
      add_tool (document, part);
      break;
    }
}

static gboolean
is_item (const PonderExportPiece *piece)
{
  return piece->kind == PONDER_EXPORT_ITEM || piece->kind == PONDER_EXPORT_LINK;
}

/* The words are a name, the address is one that was normalised: only brackets can end it. */
static void
add_link (GString                 *document,
          const PonderExportPiece *piece)
{
  g_autofree char *words = ponder_markdown_section_escape (piece->text);
  g_autofree char *url = g_uri_escape_string (piece->url, ":/?#[]@!$&'*+,;=%", FALSE);

  g_string_append_printf (document, "- [%s](%s)\n", words, url);
}

static void
add_piece (GString                 *document,
           const PonderExportPiece *piece)
{
  g_autofree char *words = NULL;

  switch (piece->kind)
    {
    case PONDER_EXPORT_REMARK:
    case PONDER_EXPORT_CAPTION:
      add_remark (document, piece->text);
      break;
    case PONDER_EXPORT_BODY:
      add_body (document, piece->text);
      break;
    case PONDER_EXPORT_LINK:
      add_link (document, piece);
      break;
    case PONDER_EXPORT_HEADING:
    case PONDER_EXPORT_ITEM:
    default:
      words = ponder_markdown_section_escape (piece->text);
      g_string_append_printf (document, piece->kind == PONDER_EXPORT_ITEM ? "- %s\n" : "**%s**\n\n", words);
      break;
    }
}

/* The empty lines make Markdown of what is in the element. */
static void
add_think (GString                 *document,
           const PonderExportThink *think)
{
  g_autofree char *caption = NULL;

  if (think == NULL)
    return;

  caption = g_markup_escape_text (think->caption, -1);
  g_string_append_printf (document, "<details>\n<summary>%s</summary>\n\n", caption);
  for (guint i = 0; i < think->pieces->len; i++)
    {
      const PonderExportPiece *piece = g_ptr_array_index (think->pieces, i);
      const PonderExportPiece *next = i + 1 < think->pieces->len ? g_ptr_array_index (think->pieces, i + 1) : NULL;

      add_piece (document, piece);
      if (is_item (piece) && (next == NULL || !is_item (next)))
        g_string_append_c (document, '\n');
    }
  g_string_append (document, "</details>\n\n");
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

  add_heading (document, 2, speaker);
  add_remark (document, place);
  add_think (document, think);
  for (guint i = 0; i < parts->len; i++)
    add_part (document, message, parts->pdata[i]);
  add_remark (document, ending);
}

static void
add_branch (GString                  *document,
            const PonderConversation *conversation,
            const PonderExportBranch *branch,
            guint                     index)
{
  if (index > 0)
    {
      g_autofree char *heading = ponder_export_dup_branch (index);
      g_autofree char *fork = ponder_export_dup_fork (branch->parent);

      g_string_append (document, "---\n\n");
      add_heading (document, 2, heading);
      add_remark (document, fork);
    }

  for (guint i = 0; i < branch->messages->len; i++)
    add_message (document, conversation, branch->messages->pdata[i]);
}

GString *
ponder_export_markdown (const PonderConversation *conversation,
                        GPtrArray                *messages)
{
  g_autoptr(GPtrArray) branches = ponder_export_find_branches (messages);
  GString *document = g_string_new (NULL);
  g_autofree char *title = ponder_export_dup_title (conversation);
  g_autofree char *facts = ponder_export_dup_facts (conversation);
  const char *system = ponder_session_get_config (conversation->session)->system;

  add_heading (document, 1, title);
  add_remark (document, facts);
  if (system != NULL && *system != '\0')
    {
      add_heading (document, 2, _("System prompt"));
      add_body (document, system);
    }
  for (guint i = 0; i < branches->len; i++)
    add_branch (document, conversation, branches->pdata[i], i);

  /* One line end at the end. */
  g_string_truncate (document, document->len - 1);
  return document;
}
