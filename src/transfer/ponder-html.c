/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words and Markdown as HTML in which nothing of them is markup. */

#include "config.h"

#include "ponder-html.h"

#include "ponder-limits.h"
#include "ponder-link.h"
#include "ponder-markdown.h"

#include <glib/gi18n.h>
#include <string.h>

/* A quote or a list that is open around the block that is being written. */
typedef struct
{
  gboolean list;
  gboolean ordered;
} Container;

typedef struct
{
  GString  *html;
  guint     n_containers;
  Container containers[2 * PONDER_MARKDOWN_DEPTH_LIMIT];
} Page;

/* --- words --- */

static const char *
find_entity (gunichar c)
{
  switch (c)
    {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '"':
      return "&quot;";
    case '\'':
      return "&#39;";
    default:
      return NULL;
    }
}

void
ponder_html_append_words (GString    *html,
                          const char *text,
                          gssize      length)
{
  g_autofree char *valid = g_utf8_make_valid (text, length);

  for (const char *at = valid; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);
      const char *entity = find_entity (c);

      if (entity != NULL)
        g_string_append (html, entity);
      else if (g_unichar_iscntrl (c) && c != '\n' && c != '\t')
        g_string_append_unichar (html, 0xfffd);
      else
        g_string_append_unichar (html, c);
    }
}

static void
append_attribute (GString    *html,
                  const char *name,
                  const char *value)
{
  g_string_append_printf (html, " %s=\"", name);
  ponder_html_append_words (html, value, -1);
  g_string_append_c (html, '"');
}

/* --- inline --- */

static const struct
{
  PonderSpanFlags flag;
  const char     *open;
  const char     *close;
} styles[] = {
  { PONDER_SPAN_STRONG, "<strong>", "</strong>" },
  { PONDER_SPAN_EMPHASIS, "<em>", "</em>" },
  { PONDER_SPAN_STRIKETHROUGH, "<del>", "</del>" },
  { PONDER_SPAN_MATH, "<code class=\"math\">", "</code>" },
  { PONDER_SPAN_CODE, "<code>", "</code>" },
};

/* Lines that the writer broke stay broken. */
static void
append_lines (GString    *html,
              const char *text,
              gsize       length)
{
  const char *end = text + length;
  const char *line_end;

  while ((line_end = memchr (text, '\n', (gsize) (end - text))) != NULL)
    {
      ponder_html_append_words (html, text, line_end - text);
      g_string_append (html, "<br>\n");
      text = line_end + 1;
    }
  ponder_html_append_words (html, text, end - text);
}

/* Whoever follows a link sees where it leads, and says nothing of where it came from. TRUE: it was opened. */
static gboolean
open_link (GString          *html,
           const PonderSpan *span)
{
  g_autofree char *target = span->target != NULL ? ponder_link_dup_safe_target (span->target) : NULL;
  g_autofree char *title = NULL;

  if (target == NULL)
    return FALSE;

  title = ponder_link_dup_display (target);
  g_string_append (html, "<a");
  append_attribute (html, "href", target);
  append_attribute (html, "title", title);
  g_string_append (html, " rel=\"noopener noreferrer nofollow\">");
  return TRUE;
}

static void
append_span (GString            *html,
             const PonderInline *source,
             const PonderSpan   *span)
{
  gboolean link = open_link (html, span);

  for (guint i = 0; i < G_N_ELEMENTS (styles); i++)
    if ((span->flags & styles[i].flag) != 0)
      g_string_append (html, styles[i].open);

  /* What stands for a picture: nothing is ever fetched. */
  if ((span->flags & PONDER_SPAN_IMAGE) != 0)
    g_string_append (html, "🖼 ");
  if ((span->flags & PONDER_SPAN_IMAGE) != 0 && span->end == span->start)
    ponder_html_append_words (html, _("Picture"), -1);
  append_lines (html, source->text + span->start, span->end - span->start);

  for (guint i = G_N_ELEMENTS (styles); i > 0; i--)
    if ((span->flags & styles[i - 1].flag) != 0)
      g_string_append (html, styles[i - 1].close);
  if (link)
    g_string_append (html, "</a>");
}

static void
append_inline (GString            *html,
               const PonderInline *source)
{
  guint at = 0;

  for (guint i = 0; i < source->spans->len; i++)
    {
      const PonderSpan *span = &g_array_index (source->spans, PonderSpan, i);

      append_lines (html, source->text + at, span->start - at);
      append_span (html, source, span);
      at = span->end;
    }
  append_lines (html, source->text + at, strlen (source->text + at));
}

/* --- quotes and lists --- */

/* Until @n are open. */
static void
close_to (Page  *page,
          guint  n)
{
  while (page->n_containers > n)
    {
      const Container *last = &page->containers[--page->n_containers];

      if (!last->list)
        g_string_append (page->html, "</blockquote>\n");
      else
        g_string_append (page->html, last->ordered ? "</li>\n</ol>\n" : "</li>\n</ul>\n");
    }
}

/* "12." of an ordered list. */
static gboolean
is_number (const char *marker)
{
  return marker != NULL && g_ascii_isdigit (*marker);
}

static void
open_item (Page       *page,
           const char *marker)
{
  if (is_number (marker))
    g_string_append_printf (page->html, "<li value=\"%d\">", atoi (marker));
  else if (marker == NULL)
    g_string_append (page->html, "<li class=\"bare\">");
  else if (g_strcmp0 (marker, "•") == 0)
    g_string_append (page->html, "<li>");
  else
    g_string_append_printf (page->html, "<li class=\"task\"><span class=\"box\">%s</span> ", marker);
}

static void
open_list (Page       *page,
           const char *marker)
{
  page->containers[page->n_containers++] = (Container) { TRUE, is_number (marker) };
  g_string_append (page->html, is_number (marker) ? "<ol>\n" : "<ul>\n");
  open_item (page, marker);
}

static void
open_quote (Page *page)
{
  page->containers[page->n_containers++] = (Container) { FALSE, FALSE };
  g_string_append (page->html, "<blockquote>\n");
}

static gboolean
is_quote (const PonderBlock *block,
          guint              place)
{
  return (block->quote_places >> place & 1) != 0;
}

/* How many of the containers that are open @block stands in, too, out of its own @n. */
static guint
count_common (const Page        *page,
              const PonderBlock *block,
              guint              n)
{
  guint common = 0;

  while (common < MIN (n, page->n_containers) && page->containers[common].list != is_quote (block, common))
    common++;
  return common;
}

/* The item that @marker stands before is in list number @list. */
static void
begin_item (Page       *page,
            guint       list,
            const char *marker)
{
  close_to (page, list + 1);
  if (page->containers[list].ordered == is_number (marker))
    {
      g_string_append (page->html, "</li>\n");
      open_item (page, marker);
    }
  else
    {
      /* A list of another kind begins where the last one was. */
      close_to (page, list);
    }
}

static void
set_place (Page              *page,
           const PonderBlock *block)
{
  guint n = MIN (block->quote_depth + block->list_depth, G_N_ELEMENTS (page->containers));
  guint common = count_common (page, block, n);
  guint list = n;

  while (list > 0 && is_quote (block, list - 1))
    list--;
  if (block->marker != NULL && list > 0 && common >= list)
    begin_item (page, list - 1, block->marker);
  else
    close_to (page, common);

  while (page->n_containers < n)
    {
      if (is_quote (block, page->n_containers))
        open_quote (page);
      else
        open_list (page, page->n_containers + 1 == list ? block->marker : NULL);
    }
}

/* --- blocks --- */

static void
append_heading (GString           *html,
                const PonderBlock *block,
                guint              n_levels)
{
  guint level = MIN (block->heading_level + n_levels, 6);

  g_string_append_printf (html, "<h%u class=\"h%u\" dir=\"auto\">", level, block->heading_level);
  append_inline (html, block->text);
  g_string_append_printf (html, "</h%u>\n", level);
}

/* In a tight list words stand in the item itself. */
static void
append_paragraph (GString           *html,
                  const PonderBlock *block)
{
  gboolean tight = block->tight && block->list_depth > 0;

  g_string_append (html, tight ? "<span dir=\"auto\">" : "<p dir=\"auto\">");
  append_inline (html, block->text);
  g_string_append (html, tight ? "</span>\n" : "</p>\n");
}

static void
append_code (GString           *html,
             const PonderBlock *block)
{
  g_string_append (html, "<figure class=\"code\">");
  if (block->language != NULL && *block->language != '\0')
    {
      g_string_append (html, "<figcaption>");
      ponder_html_append_words (html, block->language, -1);
      g_string_append (html, "</figcaption>");
    }
  /* A line end at the beginning of <pre> is dropped by browsers: one is given for that. */
  g_string_append (html, "<pre tabindex=\"0\" dir=\"ltr\">\n<code>");
  ponder_html_append_words (html, block->code, -1);
  g_string_append (html, "</code></pre></figure>\n");
}

/* A formula is shown as it was written. */
static void
append_formula (GString           *html,
                const PonderBlock *block)
{
  g_string_append (html, "<pre tabindex=\"0\" dir=\"ltr\">\n<code class=\"math\">");
  ponder_html_append_words (html, block->code, -1);
  g_string_append (html, "</code></pre>\n");
}

static void
append_cell (GString           *html,
             const PonderBlock *block,
             guint              row,
             guint              column)
{
  static const char *const classes[] = { "", " class=\"left\"", " class=\"center\"", " class=\"right\"" };
  const char *tag = row == 0 ? "th" : "td";

  g_string_append_printf (html, "<%s%s dir=\"auto\">", tag, classes[block->aligns[column]]);
  append_inline (html, block->cells->pdata[row * block->n_columns + column]);
  g_string_append_printf (html, "</%s>", tag);
}

static void
append_table (GString           *html,
              const PonderBlock *block)
{
  g_string_append (html, "<div class=\"table\" tabindex=\"0\"><table>\n");
  for (guint row = 0; row < block->n_rows; row++)
    {
      g_string_append (html, "<tr>");
      for (guint column = 0; column < block->n_columns; column++)
        append_cell (html, block, row, column);
      g_string_append (html, "</tr>\n");
    }
  g_string_append (html, "</table></div>\n");
}

static void
append_block (GString           *html,
              const PonderBlock *block,
              guint              n_levels)
{
  switch (block->kind)
    {
    case PONDER_BLOCK_HEADING:
      append_heading (html, block, n_levels);
      break;
    case PONDER_BLOCK_CODE:
      append_code (html, block);
      break;
    case PONDER_BLOCK_MATH:
      append_formula (html, block);
      break;
    case PONDER_BLOCK_TABLE:
      append_table (html, block);
      break;
    case PONDER_BLOCK_RULE:
      g_string_append (html, "<hr>\n");
      break;
    case PONDER_BLOCK_PARAGRAPH:
    default:
      append_paragraph (html, block);
      break;
    }
}

void
ponder_html_append_markdown (GString    *html,
                             const char *text,
                             guint       n_levels)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autoptr(GPtrArray) blocks = ponder_markdown_parse (valid, -1);
  Page page = { .html = html };

  for (guint i = 0; i < blocks->len; i++)
    {
      set_place (&page, blocks->pdata[i]);
      append_block (html, blocks->pdata[i], n_levels);
    }
  close_to (&page, 0);
}
