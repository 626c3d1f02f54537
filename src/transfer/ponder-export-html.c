/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A chat as one HTML file that shows well in a browser, fetches nothing and runs nothing. */

#include "config.h"

#include "ponder-export-private.h"
#include "ponder-export-think.h"
#include "ponder-export-words.h"
#include "ponder-html.h"
#include "ponder-transfer-resources.h"

#include <glib/gi18n.h>

#define STYLE_PATH "/io/github/ponderchat/Ponder/transfer/export.css"

/* --- the head --- */

/* Only this very style is obeyed, only the pictures in the file are shown. */
static void
add_style (GString *html)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) bytes = g_resource_lookup_data (ponder_transfer_get_resource (), STYLE_PATH,
                                                    G_RESOURCE_LOOKUP_FLAGS_NONE, &error);
  g_autoptr(GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree char *hash = NULL;
  guint8 digest[32];
  gsize digest_length = sizeof digest;
  const char *style;
  gsize length;

  if (bytes == NULL)
    g_error ("the style is missing from the program: %s", error->message);

  style = g_bytes_get_data (bytes, &length);
  g_checksum_update (checksum, (const guchar *) style, (gssize) length);
  g_checksum_get_digest (checksum, digest, &digest_length);
  hash = g_base64_encode (digest, digest_length);
  g_string_append_printf (html,
                          "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
                          "style-src 'sha256-%s'; img-src data:; base-uri 'none'; form-action 'none'\">\n", hash);
  g_string_append (html, "<style>");
  g_string_append_len (html, style, (gssize) length);
  g_string_append (html, "</style>\n");
}

/* The glyphs of Chinese, Japanese and Korean differ: kana and hangul tell what they are. "" when there is neither. */
static const char *
find_script (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  const char *found = "";

  for (const char *at = valid; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);

      if (c >= 0x3041 && c <= 0x30ff)
        return "ja";
      if (c >= 0xac00 && c <= 0xd7a3)
        return "ko";
      if (c >= 0x4e00 && c <= 0x9fff)
        found = "zh";
    }

  return found;
}

/* The first message that tells decides. */
static const char *
find_language (GPtrArray *messages)
{
  const char *found = "";

  for (guint i = 0; i < messages->len && *found == '\0'; i++)
    found = find_script (ponder_message_get_text (messages->pdata[i]));

  return found;
}

static void
add_head (GString    *html,
          GPtrArray  *messages,
          const char *title)
{
  const char *language = find_language (messages);

  g_string_append (html, "<!DOCTYPE html>\n<html");
  if (*language != '\0')
    g_string_append_printf (html, " lang=\"%s\"", language);
  g_string_append (html, ">\n<head>\n<meta charset=\"utf-8\">\n");
  g_string_append (html,
                   "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                   "<meta name=\"color-scheme\" content=\"light dark\">\n"
                   "<meta name=\"referrer\" content=\"no-referrer\">\n"
                   "<meta name=\"generator\" content=\"Ponder\">\n<title>");
  ponder_html_append_words (html, title, -1);
  g_string_append (html, "</title>\n");
  add_style (html);
  g_string_append (html, "</head>\n<body>\n");
}

/* --- the parts of a message --- */

/* The formats that every browser draws and that hold no program. (nullable) */
static const char *
find_picture_type (const PonderPart *part)
{
  static const char *const types[] = { "image/png", "image/jpeg", "image/gif", "image/webp", "image/avif" };

  for (guint i = 0; part->data != NULL && part->media_type != NULL && i < G_N_ELEMENTS (types); i++)
    if (g_ascii_strcasecmp (part->media_type, types[i]) == 0)
      return types[i];

  return NULL;
}

static void
add_attachment (GString          *html,
                const PonderPart *part)
{
  const char *type = part->kind == PONDER_PART_IMAGE ? find_picture_type (part) : NULL;
  g_autofree char *name = ponder_export_dup_attachment (part);
  g_autofree char *text = NULL;
  const guchar *data;
  gsize size;

  g_string_append (html, "<figure class=\"attachment\">");
  if (type != NULL)
    {
      data = g_bytes_get_data (part->data, &size);
      text = g_base64_encode (data, size);
      g_string_append_printf (html, "<img src=\"data:%s;base64,%s\" alt=\"", type, text);
      ponder_html_append_words (html, name, -1);
      g_string_append (html, "\">");
    }
  g_string_append (html, "<figcaption>📎 ");
  ponder_html_append_words (html, name, -1);
  g_string_append (html, "</figcaption></figure>\n");
}

static void
begin_aside (GString    *html,
             const char *class_name,
             const char *caption)
{
  g_string_append_printf (html, "<details class=\"%s\">\n<summary>", class_name);
  ponder_html_append_words (html, caption, -1);
  g_string_append (html, "</summary>\n");
}

static void
add_thoughts (GString          *html,
              PonderMessage    *message,
              const PonderPart *part)
{
  g_autofree char *caption = ponder_export_dup_thoughts (message);

  begin_aside (html, "thoughts", caption);
  ponder_html_append_markdown (html, part->text->str, 2);
  g_string_append (html, "</details>\n");
}

static void
add_tool (GString          *html,
          const PonderPart *part)
{
  g_autofree char *name = ponder_export_dup_tool (part);
  g_autofree char *caption = g_strconcat ("🔧 ", name, part->kind == PONDER_PART_TOOL_CALL ? " →" : " ←", NULL);

  begin_aside (html, "tool", caption);
  g_string_append (html, "<pre tabindex=\"0\" dir=\"ltr\">\n<code>");
  ponder_html_append_words (html, part->text->str, -1);
  g_string_append (html, "</code></pre>\n</details>\n");
}

static void
add_part (GString          *html,
          PonderMessage    *message,
          const PonderPart *part)
{
  switch (part->kind)
    {
    case PONDER_PART_TEXT:
      ponder_html_append_markdown (html, part->text->str, 2);
      break;
    case PONDER_PART_REASONING:
      add_thoughts (html, message, part);
      break;
    case PONDER_PART_IMAGE:
    case PONDER_PART_FILE:
      add_attachment (html, part);
      break;
    case PONDER_PART_TOOL_CALL:
    case PONDER_PART_TOOL_RESULT:
    default:
      add_tool (html, part);
      break;
    }
}

/* --- how it came about --- */

static void
add_element (GString    *html,
             const char *tag,
             const char *class_name,
             const char *words)
{
  if (*words == '\0')
    return;

  g_string_append_printf (html, "<%s class=\"%s\" dir=\"auto\">", tag, class_name);
  ponder_html_append_words (html, words, -1);
  g_string_append_printf (html, "</%s>\n", tag);
}

static gboolean
is_item (const PonderExportPiece *piece)
{
  return piece->kind == PONDER_EXPORT_ITEM || piece->kind == PONDER_EXPORT_LINK;
}

static void
add_item (GString                 *html,
          const PonderExportPiece *piece)
{
  g_string_append (html, "<li dir=\"auto\">");
  if (piece->url != NULL)
    {
      g_string_append (html, "<a rel=\"noopener noreferrer\" href=\"");
      ponder_html_append_words (html, piece->url, -1);
      g_string_append (html, "\">");
    }
  ponder_html_append_words (html, piece->text, -1);
  g_string_append (html, piece->url != NULL ? "</a></li>\n" : "</li>\n");
}

static void
add_piece (GString                 *html,
           const PonderExportPiece *piece)
{
  switch (piece->kind)
    {
    case PONDER_EXPORT_HEADING:
      add_element (html, "h3", "part", piece->text);
      break;
    case PONDER_EXPORT_REMARK:
    case PONDER_EXPORT_CAPTION:
      add_element (html, "p", "facts", piece->text);
      break;
    case PONDER_EXPORT_BODY:
      ponder_html_append_markdown (html, piece->text, 3);
      break;
    case PONDER_EXPORT_ITEM:
    case PONDER_EXPORT_LINK:
    default:
      add_item (html, piece);
      break;
    }
}

static void
add_think (GString                 *html,
           const PonderExportThink *think)
{
  gboolean in_list = FALSE;

  if (think == NULL)
    return;

  begin_aside (html, "think", think->caption);
  for (guint i = 0; i < think->pieces->len; i++)
    {
      const PonderExportPiece *piece = g_ptr_array_index (think->pieces, i);

      if (is_item (piece) != in_list)
        g_string_append (html, in_list ? "</ul>\n" : "<ul>\n");
      in_list = is_item (piece);
      add_piece (html, piece);
    }
  g_string_append (html, in_list ? "</ul>\n</details>\n" : "</details>\n");
}

/* --- the page --- */

static void
add_message (GString                  *html,
             const PonderConversation *conversation,
             PonderMessage            *message)
{
  g_autoptr(PonderExportThink) think = ponder_export_think_find (conversation, ponder_message_get_id (message));
  GPtrArray *parts = ponder_message_get_parts (message);
  g_autofree char *speaker = ponder_export_dup_speaker (message);
  g_autofree char *place = ponder_export_dup_place (message);
  g_autofree char *ending = ponder_export_dup_ending (message);

  g_string_append_printf (html, "<article class=\"%s\">\n<header>\n",
                          ponder_role_to_string (ponder_message_get_role (message)));
  add_element (html, "h2", "speaker", speaker);
  add_element (html, "span", "place", place);
  g_string_append (html, "</header>\n<div class=\"body\">\n");
  add_think (html, think);
  for (guint i = 0; i < parts->len; i++)
    add_part (html, message, parts->pdata[i]);
  add_element (html, "p", "ending", ending);
  g_string_append (html, "</div>\n</article>\n");
}

static void
add_system (GString    *html,
            const char *system)
{
  if (system == NULL || *system == '\0')
    return;

  begin_aside (html, "system", _("System prompt"));
  ponder_html_append_markdown (html, system, 2);
  g_string_append (html, "</details>\n");
}

static void
add_branch (GString                  *html,
            const PonderConversation *conversation,
            const PonderExportBranch *branch,
            guint                     index)
{
  g_string_append (html, index > 0 ? "<section class=\"branch\">\n" : "<section>\n");
  if (index > 0)
    {
      g_autofree char *heading = ponder_export_dup_branch (index);
      g_autofree char *fork = ponder_export_dup_fork (branch->parent);

      add_element (html, "h2", "fork", heading);
      add_element (html, "p", "facts", fork);
    }

  for (guint i = 0; i < branch->messages->len; i++)
    add_message (html, conversation, branch->messages->pdata[i]);
  g_string_append (html, "</section>\n");
}

GString *
ponder_export_html (const PonderConversation *conversation,
                    GPtrArray                *messages)
{
  g_autoptr(GPtrArray) branches = ponder_export_find_branches (messages);
  GString *html = g_string_new (NULL);
  g_autofree char *title = ponder_export_dup_title (conversation);
  g_autofree char *facts = ponder_export_dup_facts (conversation);

  add_head (html, messages, title);
  g_string_append (html, "<header class=\"page\">\n");
  add_element (html, "h1", "title", title);
  add_element (html, "p", "facts", facts);
  add_system (html, ponder_session_get_config (conversation->session)->system);
  g_string_append (html, "</header>\n<main>\n");
  for (guint i = 0; i < branches->len; i++)
    add_branch (html, conversation, branches->pdata[i], i);
  g_string_append (html, "</main>\n</body>\n</html>\n");

  return html;
}
